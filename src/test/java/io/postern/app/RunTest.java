package io.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code postern run}, in this process and in one of its own. */
@Timeout(60)
class RunTest {

  /** The first JDK that warns of native access. */
  private static final int NATIVE_ACCESS_TOLD = 24;

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Pattern LISTENING =
      Pattern.compile(
          "ftp: 127\\.0\\.0\\.1:(\\d+) in front of 127\\.0\\.0\\.1:9, data ports 40000-40009\\R");

  /** A run in a thread of this process. */
  private static final class Run implements AutoCloseable {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final Thread thread;

    Run(String... arguments) {
      List<String> all = new ArrayList<>(List.of("run"));
      all.addAll(List.of(arguments));
      thread = new Thread(() -> code.complete(execute(all)), "run");
      thread.start();
    }

    private int execute(List<String> arguments) {
      return Main.execute(
          arguments.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    Matcher awaitOut(Pattern pattern) {
      return awaitText(out, pattern);
    }

    Matcher awaitText(StringWriter text, Pattern pattern) {
      Awaitility.await()
          .atMost(DEADLINE)
          .until(() -> code.isDone() || pattern.matcher(text.toString()).find());
      Matcher matcher = pattern.matcher(text.toString());
      assertThat(matcher.find()).as("out: %s, err: %s", out, err).isTrue();
      return matcher;
    }

    int stop() throws Exception {
      thread.interrupt();
      return code.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      thread.interrupt();
      Awaitility.await().atMost(DEADLINE).until(code::isDone);
    }
  }

  private static String[] arguments(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--to", "127.0.0.1:9", "--listen", "127.0.0.1:0", "--data-ports", "40000-40009"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void run_listens_tellsWhereAndIsQuietUntilItStops() throws Exception {
    try (Run run = new Run(arguments("--admin", "127.0.0.1:0"))) {
      int port = Integer.parseInt(run.awaitOut(LISTENING).group(1));
      Matcher admin = run.awaitOut(Pattern.compile("admin: http://127\\.0\\.0\\.1:(\\d+)/\\R"));
      assertThat(accepts(port)).isTrue();
      assertThat(accepts(Integer.parseInt(admin.group(1)))).isTrue();
      assertThat(run.out.toString().lines()).hasSize(2);
      assertThat(run.stop()).isZero();
      assertThat(accepts(port)).isFalse();
      assertThat(run.out.toString()).endsWith("stopped" + System.lineSeparator());
      assertThat(run.err.toString()).isEmpty();
    }
  }

  @Test
  void run_fileWithOverrides_optionsWin(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("f.yaml"),
            "listeners: [{server: '127.0.0.1:9', listen: '127.0.0.1:0', data-ports: 40000-40009}]");
    try (Run run = new Run("--config", file.toString(), "--admin", "off")) {
      run.awaitOut(LISTENING);
      assertThat(run.stop()).isZero();
      assertThat(run.out.toString()).doesNotContain("admin:");
    }
  }

  @Test
  void run_rules_tellsWhichItUses(@TempDir Path folder) throws Exception {
    Path rules =
        Files.writeString(folder.resolve("rules.yaml"), "rules: [{id: all, then: allow}]\n");
    try (Run run = new Run(arguments("--admin", "off", "--rules", rules.toString()))) {
      run.awaitOut(LISTENING);
      run.awaitOut(Pattern.compile("rules: .*rules\\.yaml, 1 rule, default allow\\R"));
      assertThat(run.stop()).isZero();
    }
  }

  @Test
  void run_rulesWithMistakes_tellsThemAndStartsNothing(@TempDir Path folder) throws Exception {
    Path rules = Files.writeString(folder.resolve("rules.yaml"), "default: no\nrule: []\n");
    try (Run run = new Run(arguments("--admin", "off", "--rules", rules.toString()))) {
      assertThat(run.code.get(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ExitCodes.USAGE);
      assertThat(run.out.toString()).isEmpty();
      assertThat(run.err.toString().lines())
          .hasSize(2)
          .allMatch(line -> line.startsWith(rules + ":"));
    }
  }

  @Test
  void run_auditOnStandardOutput_keepsItFreeOfAllElse() throws Exception {
    try (Run run = new Run(arguments("--admin", "off", "--audit", "-"))) {
      run.awaitText(run.err, LISTENING);
      assertThat(run.stop()).isZero();
      assertThat(run.out.toString()).isEmpty();
    }
  }

  @Test
  void run_portInUse_isOneLineThatSaysWhich() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Run run =
            new Run(
                "--to", "a", "--listen", "127.0.0.1:" + taken.getLocalPort(), "--admin", "off")) {
      assertThat(run.code.get(DEADLINE.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo(ExitCodes.CANNOT_START);
      assertThat(run.err.toString().lines())
          .containsExactly(
              "postern: listener ftp can't listen on 127.0.0.1:"
                  + taken.getLocalPort()
                  + ": the port is already in use");
      assertThat(run.out.toString()).isEmpty();
    }
  }

  @Test
  void run_adminPortInUse_isOneLineThatSaysWhich() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Run run = new Run(arguments("--admin", "127.0.0.1:" + taken.getLocalPort()))) {
      assertThat(run.code.get(DEADLINE.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo(ExitCodes.CANNOT_START);
      assertThat(run.err.toString().lines())
          .singleElement()
          .asString()
          .startsWith("postern: ")
          .contains("127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void process_sigterm_stopsWithExitCodeZeroAndNoNoise(@TempDir Path folder) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= NATIVE_ACCESS_TOLD) {
      command.add("--enable-native-access=ALL-UNNAMED"); // as the manifest of the jar says
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.postern.app.Main", "run"));
    command.addAll(List.of(arguments("--admin", "off")));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      Awaitility.await()
          .atMost(DEADLINE)
          .until(() -> !process.isAlive() || LISTENING.matcher(read(out)).find());
      process.destroy(); // SIGTERM
      assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("%s%s", read(out), read(err)).isZero();
      assertThat(read(out)).containsPattern(LISTENING).endsWith("stopped" + System.lineSeparator());
      assertThat(read(err)).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
