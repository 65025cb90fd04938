package io.postern.netns;

import io.postern.testing.Programs;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** keepalived on a host, in the foreground. */
final class Keepalived implements Closeable {

  private final Path folder = Files.createTempDirectory("postern-keepalived-");
  private final Path log = folder.resolve("log");
  private final Process process;

  Keepalived(Host host, String configuration) throws IOException {
    Path file = Files.writeString(folder.resolve("keepalived.conf"), configuration);
    List<String> command =
        List.of(
            Programs.path("keepalived").toString(),
            "--vrrp",
            "--dont-fork",
            "--log-console",
            "--use-file=" + file,
            "--pid=" + folder.resolve("pid"),
            "--vrrp_pid=" + folder.resolve("vrrp-pid"));
    process =
        new ProcessBuilder(host.command(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  /** What it has said. */
  String log() throws IOException {
    return Files.readString(log, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (String file : List.of("keepalived.conf", "log", "pid", "vrrp-pid")) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.delete(folder);
  }
}
