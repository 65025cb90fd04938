package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Program;
import io.postern.testing.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client that is a program of the machine. */
abstract class ProgramClient implements FtpClient {

  /** For a whole session, the transfer of 200 MiB included, on a crowded machine. */
  static final Duration SESSION = Duration.ofSeconds(45);

  private final String name;

  ProgramClient(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }

  /** What is started. */
  Path program() {
    return Programs.path(name);
  }

  /** Runs the client to its end, which must be a good one. */
  String run(Visit visit, List<String> arguments) {
    try (Program program = start(visit, arguments).endOfInput()) {
      return end(program);
    }
  }

  /** Runs the client to its end, good or not. */
  Attempt attempt(Visit visit, List<String> arguments) {
    try (Program program = start(visit, arguments).endOfInput()) {
      return new Attempt(program.awaitExit(SESSION), program.output());
    }
  }

  /** Starts the client with the home and the language of nobody. */
  Program start(Visit visit, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(program().toString());
    command.addAll(arguments);
    Path log = visit.work().resolve(name + ".log");
    return Program.start(log, command, Map.of("HOME", visit.work().toString(), "LC_ALL", "C"));
  }

  /** Waits for the client's good end and gives its log. */
  String end(Program program) {
    int exit = program.awaitExit(SESSION);
    assertThat(exit).as("%s: %s", name, program.output()).isZero();
    return program.output();
  }
}
