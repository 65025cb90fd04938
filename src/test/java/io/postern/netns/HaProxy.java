package io.postern.netns;

import static org.awaitility.Awaitility.await;

import io.postern.testing.Programs;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** HAProxy on a host; its log has one line for each connection, with the client that it sees. */
final class HaProxy implements Closeable {

  private static final String COMMON =
      """
      global
        log stdout format raw local0
      defaults
        mode tcp
        log global
        log-format "client %ci:%cp to %ft bytes %B"
        timeout connect 5s
        timeout client 60s
        timeout server 60s
      """;

  private final Path folder = Files.createTempDirectory("postern-haproxy-");
  private final Path log = folder.resolve("haproxy.log");
  private final Process process;

  /**
   * Starts it, and waits until it listens.
   *
   * @param sections of its configuration, behind {@code defaults}
   * @param listening one of the addresses
   */
  HaProxy(Host host, String sections, InetSocketAddress listening) throws IOException {
    this(listening, host, COMMON + sections);
  }

  private HaProxy(InetSocketAddress listening, Host host, String configuration) throws IOException {
    Path file = Files.writeString(folder.resolve("haproxy.cfg"), configuration);
    process =
        new ProcessBuilder(
                host.command(
                    List.of(Programs.path("haproxy").toString(), "-db", "-f", file.toString())))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    await("HAProxy")
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || listens(host, listening));
    if (!process.isAlive()) {
      throw new IllegalStateException(String.join("\n", log()));
    }
  }

  /** The same with a whole configuration. */
  static HaProxy configured(Host host, String configuration, InetSocketAddress listening)
      throws IOException {
    return new HaProxy(listening, host, configuration);
  }

  private static boolean listens(Host host, InetSocketAddress at) throws Exception {
    try (RawConnection connection = RawConnection.connect(host, at)) {
      return connection.peer().equals(at.getAddress());
    } catch (IOException e) {
      return false;
    }
  }

  /** What it has said. */
  List<String> log() throws IOException {
    return Files.readAllLines(log, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    Files.deleteIfExists(folder.resolve("haproxy.cfg"));
    Files.deleteIfExists(log);
    Files.delete(folder);
  }
}
