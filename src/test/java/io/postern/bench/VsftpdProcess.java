package io.postern.bench;

import io.postern.testing.Programs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * vsftpd with TLS for those who want it, and with the demand that data connections resume their
 * control channel's session, which is its default. Serves anonymous users a large file and a small
 * one.
 */
final class VsftpdProcess implements AutoCloseable {

  static final String LARGE = "large.bin";
  static final String SMALL = "small.bin";
  static final long LARGE_BYTES = 256L << 20;
  static final long SMALL_BYTES = 1024;

  private final Child child;
  private final Path folder;

  private VsftpdProcess(Child child, Path folder) {
    this.child = child;
    this.folder = folder;
  }

  /**
   * Starts it on every IPv4 address. It listens some time later.
   *
   * @param keys where chain.pem and key.pem are
   */
  static VsftpdProcess start(List<String> place, int port, Path keys) throws IOException {
    if (Programs.find("vsftpd").isEmpty()) {
      throw new IOException(Programs.missing("vsftpd"));
    }
    Path memory = Path.of("/dev/shm");
    Path folder =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "postern-bench")
            : Files.createTempDirectory("postern-bench");
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path root = Files.createDirectory(folder.resolve("root"));
      write(root.resolve(LARGE), LARGE_BYTES);
      write(root.resolve(SMALL), SMALL_BYTES);
      Files.createDirectory(folder.resolve("empty"));
      Path file = Files.writeString(folder.resolve("vsftpd.conf"), settings(folder, port, keys));
      List<String> command = List.of(Programs.path("vsftpd").toString(), file.toString());
      return new VsftpdProcess(Child.start(place, command, folder.resolve("console.log")), folder);
    } catch (IOException e) {
      delete(folder);
      throw e;
    }
  }

  private static String settings(Path folder, int port, Path keys) {
    return """
    listen=YES
    listen_port=%d
    background=NO
    anonymous_enable=YES
    local_enable=NO
    anon_root=%s
    anon_world_readable_only=NO
    secure_chroot_dir=%s
    seccomp_sandbox=NO
    isolate_network=NO
    xferlog_enable=NO
    ssl_enable=YES
    allow_anon_ssl=YES
    require_ssl_reuse=YES
    rsa_cert_file=%s
    rsa_private_key_file=%s
    ssl_ciphers=ECDHE-ECDSA-AES128-GCM-SHA256
    """
        .formatted(
            port,
            folder.resolve("root"),
            folder.resolve("empty"),
            keys.resolve("chain.pem"),
            keys.resolve("key.pem"));
  }

  /** Written, not only sized: pages of a hole are made anew at each read. */
  private static void write(Path file, long bytes) throws IOException {
    byte[] block = new byte[(int) Math.min(bytes, 1 << 20)];
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      for (long at = 0; at < bytes; at += block.length) {
        out.write(block);
      }
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** The processor time of the processes that serve the sessions that are open. */
  double cpuSeconds() throws IOException {
    return child.familyCpuSeconds();
  }

  /** Fails, with what it printed, if it has ended. */
  void check() throws IOException {
    if (!child.alive()) {
      throw new IOException(
          "vsftpd ended (it must run as root):\n"
              + Files.readString(folder.resolve("console.log")));
    }
  }

  @Override
  public void close() throws IOException {
    child.close();
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
