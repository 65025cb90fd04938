package io.postern.real;

import io.postern.ftp.DataMode;
import io.postern.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * vsftpd with an anonymous login that may write: a named one would need an account or a PAM service
 * on the machine.
 */
final class Vsftpd extends ServerProgram implements LoggedServer {

  private static final Pattern COMMAND = Pattern.compile("FTP command: .*\", \"(.*)\"");

  private final Path commands;

  Vsftpd(ServedFolder folder, InetSocketAddress address) {
    this(folder, address, "");
  }

  /** With more settings. */
  Vsftpd(ServedFolder folder, InetSocketAddress address, String more) {
    super(
        address,
        log(folder, "vsftpd", address),
        List.of(Programs.path("vsftpd").toString(), settings(folder, address, more).toString()));
    this.commands = commands(folder, address);
  }

  @Override
  public List<String> commands() {
    return lines(commands).stream()
        .map(COMMAND::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .toList();
  }

  /** With TLS, whose level is the value of {@code require_ssl_reuse}. */
  Vsftpd(ServedFolder folder, InetSocketAddress address, ServerTls tls) {
    super(
        address,
        log(folder, "vsftpd", address),
        List.of(
            Programs.path("vsftpd").toString(),
            settings(folder, address, settings(tls)).toString()),
        !tls.implicit());
    this.commands = commands(folder, address);
  }

  /** The same, which knows one way only to make data connections. */
  Vsftpd(ServedFolder folder, InetSocketAddress address, ServerTls tls, DataMode only) {
    this(
        folder,
        address,
        settings(tls) + (only == DataMode.ACTIVE ? "pasv_enable=NO\n" : "port_enable=NO\n"));
  }

  private static String settings(ServerTls tls) {
    return """
        ssl_enable=YES
        allow_anon_ssl=YES
        force_anon_logins_ssl=NO
        force_anon_data_ssl=NO
        implicit_ssl=%s
        require_ssl_reuse=%s
        # Its own choice of 2001 is a cipher that no one has any more.
        ssl_ciphers=HIGH
        rsa_cert_file=%s
        rsa_private_key_file=%s
        pasv_min_port=%d
        pasv_max_port=%d
        """
        .formatted(
            tls.implicit() ? "YES" : "NO",
            tls.level(),
            tls.keys().chain(),
            tls.keys().key(),
            tls.firstPort(),
            tls.lastPort());
  }

  private static Path commands(ServedFolder folder, InetSocketAddress address) {
    return log(folder, "vsftpd-commands", address);
  }

  @Override
  public String user() {
    return "anonymous";
  }

  private static Path settings(ServedFolder folder, InetSocketAddress address, String more) {
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
        xferlog_enable=YES
        log_ftp_protocol=YES
        vsftpd_log_file=%7$s
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
                    emptyFolder(folder),
                    commands(folder, address))
            + more);
  }

  private static Path emptyFolder(ServedFolder folder) {
    try {
      return Files.createDirectories(folder.home().resolve("empty"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
