package io.postern.app;

import static io.postern.app.Outcome.postern;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.SettingsOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What each command prints, and how it ends; {@code run} that starts is in {@link RunTest}. */
class CommandLineTest {

  @Test
  void help_showsCommandsExamplesAndExitCodes() {
    Outcome help = postern("--help");
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains("Usage: postern [-h] COMMAND")
        .contains(
            "  run            Listen, and relay FTP sessions to a server until SIGTERM or Ctrl-C.\n")
        .contains(
            "  check          Read configuration files, and tell every mistake; run rule tests.\n")
        .contains("  explain        Tell what rules say to one request, and why.\n")
        .contains("  replay         Run the sessions of audit logs against other rules,")
        .contains("  hash-password  Make a line for the file that forward.users names.\n")
        .contains("  version        Show the version of Postern and of Java.\n")
        .contains("postern run --to ftp.example.com\n")
        .contains("  0   ")
        .contains("  1   ")
        .contains("  2   ")
        .contains("  3   ")
        .contains("  4   ")
        .contains("  5   ");
  }

  @Test
  void runHelp_showsEveryOptionWithTheDefaultOfTheSettings() {
    Outcome help = postern("run", "--help");
    assertThat(help.code()).isZero();
    for (SettingsOptions each : SettingsOptions.values()) {
      assertThat(help.out()).contains("--" + each.option().substring(2) + "=");
      if (each != SettingsOptions.TO) {
        assertThat(help.out()).contains("Default: " + each.defaultText());
      }
    }
    assertThat(help.out()).startsWith("Listen, and relay").contains("--config", "Examples:");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void version_isThatOfTheBuild() {
    Outcome version = postern("version");
    assertThat(version.code()).isZero();
    assertThat(version.out()).matches("postern \\d+\\.\\d+\\.\\d+\\S* \\(Java [^)]+\\)\\R");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ''                            | postern: expected a command: run, check, explain, replay, top, sessions, kick, ban, unban, bans, drain, undrain, reload, hash-password or version
          rum                           | postern: unknown argument 'rum'; did you mean 'run'?
          check                         | postern check: expected a settings FILE, --rules FILE or --tests
          run                           | postern run: expected --to HOST[:PORT] or --config FILE
          sessions --most 0             | postern sessions: --most: expected a number from 1 to 10000, got 0
          sessions --most 20000         | postern sessions: --most: expected a number from 1 to 10000, got 20000
          sessions --client example.com | postern sessions: --client: expected an address or a network such as 192.0.2.0/24, got "example.com"
          run -v                        | postern run: expected --to HOST[:PORT] or --config FILE
          run --to                      | postern run: Missing required parameter for option '--to' (HOST[:PORT])
          run --to a --listn *:21       | postern run: unknown option '--listn'; did you mean '--listen'?
          explain --cient ::1           | postern explain: unknown option '--cient'; did you mean '--client'?
          explain --client ::1          | postern explain: Missing required option: '--verb=VERB'
          replay --ruls c.yaml a.jsonl  | postern replay: unknown option '--ruls'; did you mean '--rules'?
          replay --rules c.yaml         | postern replay: Missing required parameter: 'FILE'
          check --test                  | postern check: unknown option '--test'; did you mean '--tests'?
          run --to a b                  | postern run: unknown argument 'b'
          run --to a --to b             | postern run: option '--to' (HOST[:PORT]) should be specified only once
          run --config f --to a         | postern run: --to can't stand beside --config: the file has the listeners
          run --config f --data-ports 1 | postern run: --data-ports can't stand beside --config: the file has the listeners
          """)
  void wrongUsage_isOneLineAndWhereToReadOn(String line, String message) {
    Outcome outcome = postern(line.equals("''") ? new String[0] : line.split(" ", -1));
    String command = message.substring(0, message.indexOf(':'));
    assertThat(outcome.err().lines()).containsExactly(message, "Try '" + command + " --help'.");
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void run_wrongValues_tellsAllByTheNamesOfTheOptions() {
    Outcome outcome =
        postern(
            "run",
            "--to",
            "a:b",
            "--listen",
            "21",
            "--data-ports",
            "1-2",
            "--advertise",
            "0.0.0.0",
            "--admin",
            "on",
            "--audit",
            "");
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(outcome.err().lines())
        .containsExactly(
            "--admin: expected ADDRESS:PORT, [IPv6]:PORT, unix:PATH or `off`, got \"on\"",
            "--advertise: expected `auto`, an IPv4 or IPv6 address, or a host name, got"
                + " \"0.0.0.0\"",
            "--audit: expected a path, `-` or `off`, got nothing",
            "--data-ports: expected FIRST-LAST with 1024 <= FIRST <= LAST <= 65535, such as"
                + " 50000-50999, got \"1-2\"",
            "--listen: expected ADDRESS:PORT, [IPv6]:PORT or *:PORT, got \"21\"",
            "--to: expected HOST, HOST:PORT or [IPv6]:PORT, got \"a:b\"");
  }

  @Test
  void run_valuesThatDoNotFitTogether_namesTheOptions() {
    Outcome outcome = postern("run", "--to", "a", "--listen", "*:50000");
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(outcome.err().lines())
        .containsExactly(
            "--data-ports: expected ports that nothing else listens on, got 50000-50999, but 50000"
                + " is that of --listen");
  }

  @Test
  void run_fileWithMistakesAndAWrongOption_tellsAll(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("f.yaml"), "listeners: []\n");
    Outcome outcome = postern("run", "--config", file.toString(), "--admin", "9121");
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(outcome.err().lines())
        .containsExactly(
            "--admin: expected ADDRESS:PORT, [IPv6]:PORT, unix:PATH or `off`, got \"9121\"",
            file
                + ":1:12: listeners: expected at least one listener, such as `- server:"
                + " ftp.example.com`");
  }

  @Test
  void check_rightFile_saysOkWithASummary() {
    Outcome outcome = postern("check", "deploy/postern.yaml");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().lines())
        .containsExactly(
            "deploy/postern.yaml: ok; ftp: *:2121 in front of ftp.example.com:21, data ports"
                + " 50000-50999; admin: 127.0.0.1:9121; audit: off");
  }

  @Test
  void check_severalFiles_tellsOfAllAndFailsIfOneIsWrong(@TempDir Path folder) throws Exception {
    Path wrong =
        Files.writeString(folder.resolve("wrong.yaml"), "listeners:\n- sever: a\n  listen: x\n");
    Path warned =
        Files.writeString(
            folder.resolve("warned.yaml"),
            """
            listeners: [{server: '::1', listen: '[::1]:21', outside-ports: 60000-60999}]
            timeouts: {idle: 1m}
            admin: {listen: off}
            audit: {file: a.jsonl}
            """);
    Outcome outcome = postern("check", wrong.toString(), warned.toString(), "no-such-file");
    assertThat(outcome.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(outcome.err().lines())
        .containsExactly(
            wrong
                + ":2:3: listeners[0].server: is missing; expected `server: HOST, HOST:PORT or"
                + " [IPv6]:PORT`",
            wrong + ":2:3: listeners[0].sever: unknown key; did you mean \"server\"?",
            wrong
                + ":3:11: listeners[0].listen: expected ADDRESS:PORT, [IPv6]:PORT or *:PORT, got"
                + " \"x\"",
            "warning: "
                + warned
                + ":2:18: timeouts.idle: 1m is less than the 5m that RFC 1123"
                + " section 4.1.3.2 asks for",
            "no-such-file: expected a file, but there is none of that name");
    assertThat(outcome.out().lines())
        .containsExactly(
            warned
                + ": ok; ftp: [::1]:21 in front of [::1]:21, data ports 50000-50999"
                + " (outside 60000-60999); admin: off; audit: a.jsonl");
  }

  @Test
  void fault_ofOurOwn_isToldWholeAndEndsWithOne() {
    StringWriter err = new StringWriter();
    CommandLine command = new CommandLine(new PosternCommand());
    command.setErr(new PrintWriter(err, true));
    int code = Main.fault(new IllegalStateException("broken"), command, command.parseArgs());
    assertThat(code).isEqualTo(ExitCodes.FAULT);
    assertThat(err.toString())
        .startsWith("postern: a fault of Postern's own; please report it:")
        .contains("java.lang.IllegalStateException: broken", "at io.postern.app.CommandLineTest");
  }
}
