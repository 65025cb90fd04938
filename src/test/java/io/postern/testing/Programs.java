package io.postern.testing;

import static java.util.Map.entry;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the programs of the machine: on {@code PATH}, in {@code /usr/sbin}, and in the folder of
 * programs that {@code .ci/run} unpacks because their packages conflict.
 */
public final class Programs {

  /** The Debian package of a program, where it has another name. */
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          entry("ip", "iproute2"),
          entry("ss", "iproute2"),
          entry("nft", "nftables"),
          entry("proftpd", "proftpd-core"),
          entry("usr/lib/proftpd/mod_tls.so", "proftpd-mod-crypto"),
          entry("sshd", "openssh-server"),
          entry("ssh", "openssh-client"),
          entry("sftp", "openssh-client"),
          entry("scp", "openssh-client"),
          entry("ssh-keygen", "openssh-client"),
          entry("nginx", "nginx-light"),
          entry("promtool", "prometheus"),
          entry("docker", "docker.io"));

  private Programs() {}

  /** The program's path, or empty if the machine lacks it. */
  public static Optional<Path> find(String name) {
    Stream<Path> unpacked =
        Stream.of("usr/sbin", "usr/bin", "sbin", "bin").map(unpackedRoot()::resolve);
    return Stream.of(pathFolders(), Stream.of(Path.of("/usr/sbin")), unpacked)
        .flatMap(folders -> folders)
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * The program's path.
   *
   * @throws IllegalStateException if the machine lacks it; say {@link Needs} on the test
   */
  public static Path path(String name) {
    return find(name).orElseThrow(() -> new IllegalStateException(missing(name)));
  }

  /** A file of a package, installed or unpacked, by its path below the root; empty if missing. */
  public static Optional<Path> findFile(String path) {
    return Stream.of(unpackedRoot(), Path.of("/"))
        .map(root -> root.resolve(path))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** One line that says what is missing and how to get it. */
  public static String missing(String name) {
    return "needs %s, which is not on this machine; apt-get install %s"
        .formatted(name, PACKAGES.getOrDefault(name, name));
  }

  /**
   * Where conflicting packages are unpacked, with {@code usr/sbin} and {@code usr/lib} in it: the
   * environment's {@code POSTERN_PROGRAMS}, or {@code target/programs}.
   */
  public static Path unpackedRoot() {
    @Nullable String folder = System.getenv("POSTERN_PROGRAMS");
    return Path.of(folder == null ? "target/programs" : folder).toAbsolutePath();
  }

  private static Stream<Path> pathFolders() {
    @Nullable String path = System.getenv("PATH");
    return path == null ? Stream.of() : Stream.of(path.split(File.pathSeparator, -1)).map(Path::of);
  }
}
