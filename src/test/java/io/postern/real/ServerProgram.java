package io.postern.real;

import io.postern.testing.Program;
import io.postern.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An FTP server that is a program of the machine. */
abstract class ServerProgram implements FtpServer {

  /** "secret", as {@code openssl passwd -6 -salt postern} writes it. */
  static final String PASSWORD_HASH =
      "$6$postern$B7RKF8t6NIR.Noc7D.YDQW3a1yxXpKWWOuwEM4VxKepZlOIgkIa1TcqovnC6VQ.F.9LVzvCQUMSY2HQmzrGxW0";

  private static final Duration START = Duration.ofSeconds(10);

  private final InetSocketAddress address;
  private final Program program;

  /** Starts the command and waits for the server's greeting. */
  ServerProgram(InetSocketAddress address, Path log, List<String> command) {
    this(address, log, command, true);
  }

  /** {@code greets} false: a server of implicit TLS, which waits for the client. */
  ServerProgram(InetSocketAddress address, Path log, List<String> command, boolean greets) {
    this.address = address;
    this.program = Program.start(log, command, libraries());
    try {
      if (greets) {
        program.awaitGreeting(address, START);
      } else {
        program.awaitListening(address, START);
      }
    } catch (AssertionError e) {
      program.close();
      throw e;
    }
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  /** Sends a signal by name: KILL, STOP, CONT. */
  void signal(String signal) {
    program.signal(signal);
  }

  @Override
  public void close() {
    program.close();
  }

  /** The address without port and brackets. */
  static String host(InetSocketAddress address) {
    return address.getAddress().getHostAddress();
  }

  /** {@code IPv4} or {@code IPv6}. */
  static String family(InetSocketAddress address) {
    return host(address).contains(":") ? "IPv6" : "IPv4";
  }

  /** Writes a file of settings beside what is served, one for each address family. */
  static Path write(ServedFolder folder, String name, InetSocketAddress address, String text) {
    Path file = folder.home().resolve(family(address) + "-" + name);
    try {
      Files.writeString(file, text);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path log(ServedFolder folder, String name, InetSocketAddress address) {
    return folder.home().resolve(family(address) + "-" + name + ".log");
  }

  /** What stands in a log; nothing if there is none yet. */
  static List<String> lines(Path log) {
    try {
      return Files.exists(log) ? Files.readAllLines(log, StandardCharsets.ISO_8859_1) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Programs that were unpacked, not installed, have their libraries beside them. */
  static Map<String, String> libraries() {
    Path lib = Programs.unpackedRoot().resolve("usr/lib");
    if (!Files.isDirectory(lib)) {
      return Map.of();
    }
    try (Stream<Path> folders = Files.list(lib)) {
      return folders
          .filter(folder -> folder.getFileName().toString().endsWith("-linux-gnu"))
          .findFirst()
          .map(folder -> Map.of("LD_LIBRARY_PATH", folder.toString()))
          .orElse(Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
