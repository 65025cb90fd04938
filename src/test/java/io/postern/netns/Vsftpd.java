package io.postern.netns;

import static org.awaitility.Awaitility.await;

import io.postern.testing.Programs;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** vsftpd on a host, IPv4 and IPv6, for {@code anonymous}, who may do everything. */
final class Vsftpd implements Closeable {

  private static final Pattern CONNECT = Pattern.compile("CONNECT: Client \"([^\"]+)\"");

  private final Path folder;
  private final Path files;
  private final Process process;

  Vsftpd(Host host, InetAddress address) throws IOException {
    this(host, address, "");
  }

  /** With more settings. */
  Vsftpd(Host host, InetAddress address, String more) throws IOException {
    folder = Files.createTempDirectory("postern-vsftpd-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path root = Files.createDirectory(folder.resolve("root"));
    files = Files.createDirectory(root.resolve("files"));
    // vsftpd refuses anonymous users who may write to their root.
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path file = Files.writeString(folder.resolve("vsftpd.conf"), configuration() + more);
    process =
        new ProcessBuilder(
                host.command(List.of(Programs.path("vsftpd").toString(), file.toString())))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console.log").toFile())
            .start();
    await("vsftpd's greeting")
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> greets(host, address));
  }

  private String configuration() {
    return """
        listen=NO
        listen_ipv6=YES
        background=NO
        anonymous_enable=YES
        no_anon_password=YES
        local_enable=NO
        write_enable=YES
        anon_upload_enable=YES
        anon_mkdir_write_enable=YES
        anon_other_write_enable=YES
        anon_world_readable_only=NO
        anon_umask=022
        seccomp_sandbox=NO
        connect_from_port_20=YES
        log_ftp_protocol=YES
        xferlog_enable=YES
        anon_root=%s
        vsftpd_log_file=%s
        """
        .formatted(files.getParent(), folder.resolve("vsftpd.log"));
  }

  private static boolean greets(Host host, InetAddress address) throws Exception {
    try (RawConnection control =
        RawConnection.connect(host, new InetSocketAddress(address, ScriptedServer.PORT))) {
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
    return Files.readAllLines(folder.resolve("vsftpd.log"), StandardCharsets.ISO_8859_1);
  }

  /** Whose control connections have come since its log was that long. */
  List<InetAddress> clients(int logged) throws IOException {
    return log().stream()
        .skip(logged)
        .map(CONNECT::matcher)
        .filter(Matcher::find)
        // It listens for both families with one socket.
        .map(found -> FirewallLab.address(found.group(1)))
        .toList();
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
