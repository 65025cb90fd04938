package io.postern.netns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
final class Shell {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Shell() {}

  /** What a program left: its exit code, and what it wrote to both of its outputs. */
  record Ran(List<String> command, int exit, String output) {

    /** The output, if the program ended well. */
    String orFail() {
      if (exit != 0) {
        throw new IllegalStateException(command + " ended with " + exit + ": " + output);
      }
      return output;
    }
  }

  /** Runs it for at most a minute. */
  static Ran run(List<String> command) {
    return run(command, LIMIT);
  }

  /** Runs it; ends it after the limit, which is told as an exit code of 124. */
  static Ran run(List<String> command, Duration limit) {
    try {
      Path output = Files.createTempFile("postern-netns-", ".out");
      try {
        int exit = waitFor(start(command, output), limit);
        return new Ran(command, exit, Files.readString(output, StandardCharsets.ISO_8859_1));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process start(List<String> command, Path output) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(output.toFile())
        .start();
  }

  private static int waitFor(Process process, Duration limit) {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly().waitFor();
      return 124;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return 124;
    }
  }
}
