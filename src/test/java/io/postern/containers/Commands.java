package io.postern.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs commands as an operator types them, in the project's folder. */
final class Commands {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  private Commands() {}

  /** Runs one that must end well, and gives all that it wrote. */
  static String run(String... command) {
    return run(Map.of(), List.of(command));
  }

  /** The same with more environment. */
  static String run(Map<String, String> environment, List<String> command) {
    try {
      Path log = Files.createTempFile("postern-containers-", ".log");
      try (Program program = Program.start(log, command, environment)) {
        int exit = program.awaitExit(LIMIT);
        assertThat(exit).as("%s: %s", String.join(" ", command), program.output()).isZero();
        return program.output();
      } finally {
        Files.delete(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
