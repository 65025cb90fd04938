package io.postern.netns;

import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** pyftpdlib on a host, which lacks some commands, for {@code anonymous}, who may do everything. */
final class OneModeFtpd implements Closeable {

  static final int PORT = 2021;

  private static final Path SCRIPT = Path.of("src/test/resources/real/one-mode-ftpd.py");

  private final Path folder;
  private final Path files;
  private final Process process;

  /**
   * Runs it on port {@link #PORT}.
   *
   * @param lacking the verbs that it does not know
   */
  OneModeFtpd(Host host, InetAddress address, String... lacking) throws IOException {
    folder = Files.createTempDirectory("postern-pyftpd-");
    Path root = Files.createDirectory(folder.resolve("root"));
    files = Files.createDirectory(root.resolve("files"));
    List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-u"));
    command.addAll(List.of(SCRIPT.toAbsolutePath().toString(), address.getHostAddress()));
    command.addAll(List.of(Integer.toString(PORT), root.toString()));
    command.addAll(List.of(lacking));
    process =
        new ProcessBuilder(host.command(command))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console.log").toFile())
            .start();
    await("pyftpdlib's greeting")
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> greets(host, address));
  }

  private static boolean greets(Host host, InetAddress address) throws Exception {
    try (RawConnection control =
        RawConnection.connect(host, new InetSocketAddress(address, PORT))) {
      control.reply(220);
      return true;
    }
  }

  /** The folder that clients see as {@code /files}. */
  Path files() {
    return files;
  }

  /** Its log of every command and reply. */
  List<String> log() throws IOException {
    return Files.readAllLines(folder.resolve("console.log"), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
