package io.postern.bench;

import io.postern.bench.TlsRig.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures what TLS costs: handshakes, small private transfers, large ones, with both engines,
 * against vsftpd's own TLS, in one run and in turns. Prints Markdown tables. {@link Options} has
 * the settings; needs vsftpd, and root, which it is started as.
 */
public final class TlsBenchmark {

  private static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");
  private static final String LATEST = "TLSv1.3";
  private static final int AT_ONCE = 4;

  private final Options options;
  private final TlsRig rig;
  private final List<String> lines = new ArrayList<>();

  private TlsBenchmark(Options options, TlsRig rig) {
    this.options = options;
    this.rig = rig;
  }

  /**
   * Runs the parts that the system properties name.
   *
   * @param args none
   * @throws IOException if a process fails, or a transfer has not the right bytes
   */
  public static void main(String[] args) throws IOException {
    Options options = Options.ofTls();
    if (!Files.exists(options.jar())) {
      throw new IOException(options.jar() + " is missing: mvn -DskipTests package makes it");
    }
    try (TlsRig rig = new TlsRig(options)) {
      Runtime.getRuntime().addShutdownHook(new Thread(rig::close, "bench-cleanup"));
      new TlsBenchmark(options, rig).run();
    }
  }

  private void run() throws IOException {
    System.out.println("Network: " + rig.testbed().description() + ".");
    rig.start();
    if (options.only().contains("handshakes")) {
      handshakes();
    }
    if (options.only().contains("small")) {
      small();
    }
    if (options.only().contains("throughput")) {
      throughput();
    }
    line("");
    line(Report.facts(rig.testbed(), options));
    System.out.println("\n" + String.join("\n", lines));
  }

  private void handshakes() throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (String version : VERSIONS) {
      pairs.add(handshakes(version, false));
      pairs.add(handshakes(version, true));
    }
    measurePairs(pairs);
    heading("handshakes, " + AT_ONCE + " at once", "JDK", "BoringSSL", "");
    pairs.forEach(this::handshakes);
  }

  private Pair handshakes(String version, boolean resumed) throws IOException {
    return new Pair(
        version.replace("v", " ") + (resumed ? " resumed" : " full"),
        resumed && !resumesOften(Engine.JDK, version)
            ? null
            : handshakes(Engine.JDK, version, resumed),
        handshakes(Engine.BORINGSSL, version, resumed));
  }

  /**
   * With the JDK and TLS 1.3 the gateway gives one ticket a session, that of the control channel:
   * only one data connection can resume.
   */
  private static boolean resumesOften(Engine engine, String version) {
    return engine != Engine.JDK || !version.equals(LATEST);
  }

  private void handshakes(Pair engines) {
    row(
        engines.name() + ": a second",
        format(engines.one(), "%,.0f", TlsBenchmark::rate),
        format(engines.other(), "%,.0f", TlsBenchmark::rate),
        engines.compared("× %.1f", TlsBenchmark::rate, (other, one) -> other / one));
    row(
        "— the gateway's processor time of one, µs",
        format(engines.one(), "%,.0f", TlsBenchmark::cpuMicros),
        format(engines.other(), "%,.0f", TlsBenchmark::cpuMicros),
        engines.compared("× %.1f", TlsBenchmark::cpuMicros, (other, one) -> one / other));
  }

  private TlsCell handshakes(Engine engine, String version, boolean resumed) throws IOException {
    String address = rig.acceptor(engine, resumed);
    return new TlsCell(
        engine.name(),
        millis ->
            "handshakes %s %s %s %d %d"
                .formatted(address, version, resumed ? "resumed" : "full", millis, AT_ONCE),
        () -> rig.acceptorCpuSeconds(engine));
  }

  private void small() throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (String version : VERSIONS) {
      pairs.add(small("vsftpd direct", rig.direct(), version));
      for (Engine engine : Engine.values()) {
        if (resumesOften(engine, version)) {
          pairs.add(small("terminate, " + label(engine), rig.terminate(engine), version));
        }
      }
      pairs.add(small("bridge, " + label(Engine.BORINGSSL), rig.bridge(Engine.BORINGSSL), version));
    }
    measurePairs(pairs);
    heading("RETR of 1 KiB, PASV to 226, p50, µs", "PROT C", "PROT P", "");
    pairs.forEach(this::small);
  }

  private static Pair small(String name, String address, String version) {
    return new Pair(
        version.replace("v", " ") + ", " + name,
        transfers(address, version, "C"),
        transfers(address, version, "P"));
  }

  private void small(Pair protections) {
    row(
        protections.name(),
        format(protections.one(), "%.0f", TlsBenchmark::p50Micros),
        format(protections.other(), "%.0f", TlsBenchmark::p50Micros),
        protections.compared("%+.0f", TlsBenchmark::p50Micros, (secret, clear) -> secret - clear));
  }

  private static TlsCell transfers(String address, String version, String protection) {
    return new TlsCell(
        protection,
        millis ->
            "small %s %s %s %d %s %d"
                .formatted(
                    address,
                    version,
                    protection,
                    millis,
                    VsftpdProcess.SMALL,
                    VsftpdProcess.SMALL_BYTES),
        () -> 0);
  }

  private void throughput() throws IOException {
    TlsCell own = retrieve("vsftpd's own TLS, direct", rig.direct(), LATEST, "P");
    List<TlsCell> cells = new ArrayList<>();
    cells.add(own);
    for (Engine engine : List.of(Engine.BORINGSSL, Engine.JDK)) {
      cells.add(retrieve("terminate, " + label(engine), rig.terminate(engine), LATEST, "P"));
      cells.add(retrieve("bridge, " + label(engine), rig.bridge(engine), LATEST, "P"));
    }
    cells.add(retrieve("clear through Postern", rig.terminate(Engine.BORINGSSL), "clear", "C"));
    cells.add(retrieve("clear, direct", rig.direct(), "clear", "C"));
    measure(cells);
    heading(
        "RETR, one stream, " + rig.ask("suite " + rig.direct() + " " + LATEST + " P"),
        "MB/s",
        "of vsftpd's own TLS",
        "processor time a GB, ms",
        "");
    for (TlsCell cell : cells) {
      row(
          cell.name(),
          format("%,.0f", cell.median(TlsBenchmark::rate) / 1e6),
          format("× %.2f", cell.against(own, TlsBenchmark::rate, (a, b) -> a / b)),
          format("%,.0f", cell.median(TlsBenchmark::cpu) * 1e12),
          format("× %.2f", cell.against(own, TlsBenchmark::cpu, (a, b) -> b / a)));
    }
  }

  private TlsCell retrieve(String name, String address, String version, String protection) {
    return new TlsCell(
        name,
        millis ->
            "retr %s %s %s %d %s %d"
                .formatted(
                    address,
                    version,
                    protection,
                    millis,
                    VsftpdProcess.LARGE,
                    VsftpdProcess.LARGE_BYTES),
        rig::cpuSeconds);
  }

  private void measurePairs(List<Pair> pairs) throws IOException {
    measure(pairs.stream().flatMap(Pair::cells).toList());
  }

  /** Warms all up, then measures them in turns. */
  private void measure(List<TlsCell> cells) throws IOException {
    for (TlsCell cell : cells) {
      rig.ask(cell.order().lasting(options.warmUp().toMillis()));
    }
    for (int i = 0; i < options.rounds(); i++) {
      for (TlsCell cell : cells) {
        double before = cell.cpu().seconds();
        String answer = rig.ask(cell.order().lasting(options.round().toMillis()));
        cell.answers().add(numbers(answer, cell.cpu().seconds() - before));
      }
    }
  }

  private static double[] numbers(String answer, double cpuSeconds) {
    String[] words = answer.split(" ", -1);
    double[] numbers = new double[words.length + 1];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = Double.parseDouble(words[i]);
    }
    numbers[words.length] = cpuSeconds / numbers[0];
    return numbers;
  }

  private void heading(String... columns) {
    line("");
    row(columns);
    line("|---|" + "---:|".repeat(columns.length - 1));
  }

  private void row(String... columns) {
    line("| " + String.join(" | ", columns) + " |");
  }

  private void line(String text) {
    lines.add(text);
    System.out.println(text);
  }

  private static String label(Engine engine) {
    return engine == Engine.JDK ? "JDK" : "BoringSSL";
  }

  private static double cpu(double[] answer) {
    return answer[answer.length - 1];
  }

  private static double cpuMicros(double[] answer) {
    return cpu(answer) * 1e6;
  }

  private static double p50Micros(double[] answer) {
    return answer[2] / 1e3;
  }

  private static double rate(double[] answer) {
    return answer[0] * 1e9 / answer[1];
  }

  private static String format(
      @Nullable TlsCell cell, String format, ToDoubleFunction<double[]> figure) {
    return cell == null ? "–" : format(format, cell.median(figure));
  }

  private static String format(String format, double value) {
    return Report.format(format, value);
  }

  /**
   * Two cells that are a row.
   *
   * @param one null if it can't be had
   */
  private record Pair(String name, @Nullable TlsCell one, TlsCell other) {

    Stream<TlsCell> cells() {
      return one == null ? Stream.of(other) : Stream.of(one, other);
    }

    /** The other against the one; empty if there is only the other. */
    String compared(
        String format, ToDoubleFunction<double[]> figure, ToDoubleBiFunction<Double, Double> of) {
      return one == null ? "" : TlsBenchmark.format(format, other.against(one, figure, of));
    }
  }
}
