package io.postern.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a process of this machine holds open, from {@code /proc}. */
public final class OpenFiles {

  /** Columns of {@code /proc/net/tcp}: the state, and the inode of the socket. */
  private static final int STATE = 3;

  private static final int INODE = 9;
  private static final String LISTEN = "0A";

  private OpenFiles() {}

  /** How many descriptors the process has open. */
  public static int descriptors(long pid) {
    return targets(pid).size();
  }

  /** How many TCP sockets, listening ones included. */
  public static long tcpSockets(long pid) {
    return tcp(pid).count();
  }

  /** How many TCP sockets that listen. */
  public static long tcpListeners(long pid) {
    return tcp(pid).filter(columns -> columns[STATE].equals(LISTEN)).count();
  }

  private static Stream<String[]> tcp(long pid) {
    Set<String> inodes =
        targets(pid).stream()
            .filter(target -> target.startsWith("socket:["))
            .map(target -> target.substring("socket:[".length(), target.length() - 1))
            .collect(Collectors.toSet());
    return Stream.of("tcp", "tcp6")
        .map(file -> Path.of("/proc/" + pid + "/net/" + file))
        .flatMap(file -> lines(file).stream().skip(1))
        .map(line -> line.trim().split("\\s+", -1))
        .filter(columns -> inodes.contains(columns[INODE]));
  }

  private static List<String> targets(long pid) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return descriptors.map(OpenFiles::target).filter(Objects::nonNull).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return null; // closed in between
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of(); // a kernel without IPv6
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
