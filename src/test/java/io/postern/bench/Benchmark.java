package io.postern.bench;

import java.io.IOException;
import java.nio.file.Files;

/**
 * Measures the gateway against the direct path, in one run and in turns, because a machine that
 * others share is never twice the same. Prints a Markdown table. {@link Options} has the settings.
 */
public final class Benchmark {

  private static final long LARGE_BYTES = 512L << 20;

  private final Options options;
  private final Rig rig;
  private final Report report = new Report();

  private Benchmark(Options options, Rig rig) {
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
    Options options = Options.fromProperties();
    if (!Files.exists(options.jar())) {
      throw new IOException(options.jar() + " is missing: mvn -DskipTests package makes it");
    }
    try (Rig rig = new Rig(options)) {
      Runtime.getRuntime().addShutdownHook(new Thread(rig::close, "bench-cleanup"));
      new Benchmark(options, rig).run();
    }
  }

  private void run() throws IOException {
    System.out.println("Network: " + rig.testbed().description() + ".");
    rig.start();
    rig.startGateway();
    if (options.only().contains("sessions")) {
      sessions();
    }
    if (options.only().contains("commands")) {
      commands(1);
      commands(16);
    }
    if (options.only().contains("throughput")) {
      throughput("RETR", 1);
      throughput("RETR", 8);
      throughput("STOR", 1);
      throughput("STOR", 8);
    }
    if (options.only().contains("memory")) {
      new MemoryPart(rig, report).run();
    }
    if (options.only().contains("start")) {
      new StartPart(options, report).run();
    }
    System.out.println(report.markdown(rig.testbed(), options));
  }

  private void sessions() throws IOException {
    Rounds rounds = rounds("sessions 16 ", "");
    report.compare("sessions a second, 16 at once", rounds, Benchmark::rate);
    report.cost("— processor time a session, µs", rounds, answer -> cpu(answer) * 1e6);
  }

  private void commands(int atOnce) throws IOException {
    Rounds rounds = rounds("commands " + atOnce + " ", "");
    String name = "NOOP, " + atOnce + " at once: ";
    report.compare(name + "commands a second", rounds, Benchmark::rate);
    report.cost("— processor time a command, µs", rounds, answer -> cpu(answer) * 1e6);
    report.added(name + "p50, µs", rounds, answer -> answer[2] / 1e3);
    report.added(name + "p99, µs", rounds, answer -> answer[3] / 1e3);
  }

  private void throughput(String verb, int streams) throws IOException {
    String order = (verb.equals("RETR") ? "retr " : "stor ") + streams + " ";
    Rounds rounds = rounds(order, " " + LARGE_BYTES);
    report.compare(
        verb + " MB/s, " + streams + (streams == 1 ? " stream" : " streams"),
        rounds,
        answer -> rate(answer) / 1e6);
    report.cost("— processor time a GB, ms", rounds, answer -> cpu(answer) * 1e12);
  }

  /** Warms both routes up, then measures them in turns. */
  private Rounds rounds(String order, String more) throws IOException {
    String warmUp = order + options.warmUp().toMillis() + more;
    rig.ask(Rig.Route.DIRECT, warmUp);
    rig.ask(Rig.Route.GATEWAY, warmUp);
    Rounds rounds = new Rounds();
    for (int i = 0; i < options.rounds(); i++) {
      rounds.add(
          rig.ask(Rig.Route.DIRECT, order + options.round().toMillis() + more),
          rig.ask(Rig.Route.GATEWAY, order + options.round().toMillis() + more));
    }
    return rounds;
  }

  /** The processor time of all processes for one of what was counted. */
  private static double cpu(double[] answer) {
    return answer[answer.length - 1];
  }

  private static double rate(double[] answer) {
    return answer[0] * 1e9 / answer[1];
  }
}
