package io.postern.deploy;

import io.postern.testing.Program;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Runs commands as root in a copy of this machine, with its programs and its packages, where all
 * that they change is gone afterwards: an overlay in a mount namespace, and a network namespace
 * with an {@code eth0} that leads nowhere.
 */
final class MachineCopy {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String SCRIPT = "/deploy/machine-copy.sh";

  private final Path folder;
  private final Path given;

  /**
   * A copy to be.
   *
   * @param folder an empty one, for what this needs meanwhile
   */
  MachineCopy(Path folder) throws IOException {
    this.folder = folder;
    this.given = Files.createDirectory(folder.resolve("given"));
  }

  /** The commands find this file in {@code /tmp}, under its own name. */
  MachineCopy with(Path file) throws IOException {
    Files.copy(file, given.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    return this;
  }

  /** What the commands of bash write, to both outputs. */
  String run(String commands) throws IOException {
    return run("run", commands);
  }

  /** The same, where systemd is process 1 and starts what it is told to, and nothing else. */
  String boot(String commands) throws IOException {
    return run("boot", commands);
  }

  private String run(String how, String commands) throws IOException {
    Files.writeString(given.resolve("commands"), commands);
    Path copy = Files.createDirectory(folder.resolve("copy"));
    List<String> command =
        List.of(
            "unshare",
            "--mount",
            "--net",
            "bash",
            script().toString(),
            how,
            copy.toString(),
            given.toString());
    try (Program program = Program.start(folder.resolve("output"), command)) {
      int exit = program.awaitExit(LIMIT);
      return program.output() + "\nexit " + exit + "\n";
    } finally {
      Files.delete(copy);
    }
  }

  private static Path script() {
    try {
      return Path.of(Objects.requireNonNull(MachineCopy.class.getResource(SCRIPT)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
