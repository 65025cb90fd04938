package io.postern.real;

import io.postern.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * vsftpd with an anonymous login that may write: a named one would need an account or a PAM service
 * on the machine.
 */
final class Vsftpd extends ServerProgram {

  Vsftpd(ServedFolder folder, InetSocketAddress address) {
    super(
        address,
        log(folder, "vsftpd", address),
        List.of(Programs.path("vsftpd").toString(), settings(folder, address).toString()));
  }

  @Override
  public String user() {
    return "anonymous";
  }

  private static Path settings(ServedFolder folder, InetSocketAddress address) {
    boolean ipv6 = family(address).equals("IPv6");
    return write(
        folder,
        "vsftpd.conf",
        address,
        """
        %1$s=YES
        %2$s=%3$s
        listen_port=%4$d
        background=NO
        anonymous_enable=YES
        local_enable=NO
        anon_root=%5$s
        ftp_username=ftp
        nopriv_user=nobody
        secure_chroot_dir=%6$s
        write_enable=YES
        anon_upload_enable=YES
        anon_mkdir_write_enable=YES
        anon_other_write_enable=YES
        anon_world_readable_only=NO
        anon_umask=022
        xferlog_enable=NO
        # 3.0.3 knows fewer system calls than today's C library makes.
        seccomp_sandbox=NO
        isolate_network=NO
        """
            .formatted(
                ipv6 ? "listen_ipv6" : "listen",
                ipv6 ? "listen_address6" : "listen_address",
                host(address),
                address.getPort(),
                folder.root(),
                emptyFolder(folder)));
  }

  private static Path emptyFolder(ServedFolder folder) {
    try {
      return Files.createDirectories(folder.home().resolve("empty"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
