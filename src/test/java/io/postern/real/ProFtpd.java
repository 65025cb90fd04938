package io.postern.real;

import io.postern.ftp.DataMode;
import io.postern.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** ProFTPD with a login from a file of its own. */
final class ProFtpd extends ServerProgram implements LoggedServer {

  private final Path commands;

  ProFtpd(ServedFolder folder, InetSocketAddress address) {
    this(folder, address, true);
  }

  /** {@code overwrite} false is its default: a file that exists is not replaced. */
  ProFtpd(ServedFolder folder, InetSocketAddress address, boolean overwrite) {
    this(folder, address, settings(folder, address, overwrite), true);
  }

  /** With mod_tls and its defaults: data connections must resume the control connection's TLS. */
  ProFtpd(ServedFolder folder, InetSocketAddress address, ServerTls tls) {
    this(folder, address, settings(folder, address, tls), !tls.implicit());
  }

  /** The same, which knows one way only to make data connections. */
  ProFtpd(ServedFolder folder, InetSocketAddress address, ServerTls tls, DataMode only) {
    this(
        folder,
        address,
        settings(folder, address, tls)
            + "<Limit %s>\nDenyAll\n</Limit>\n"
                .formatted(only == DataMode.ACTIVE ? "PASV EPSV" : "PORT EPRT"),
        !tls.implicit());
  }

  private ProFtpd(ServedFolder folder, InetSocketAddress address, String text, boolean greets) {
    super(
        address,
        log(folder, "proftpd", address),
        List.of(
            Programs.path("proftpd").toString(),
            "--nodaemon",
            "--config",
            write(folder, "proftpd.conf", address, text).toString()),
        greets);
    this.commands = commands(folder, address);
  }

  @Override
  public List<String> commands() {
    return lines(commands);
  }

  private static Path commands(ServedFolder folder, InetSocketAddress address) {
    return log(folder, "proftpd-commands", address);
  }

  private static String settings(ServedFolder folder, InetSocketAddress address, ServerTls tls) {
    return settings(folder, address, true)
        + """
        ModulePath %s
        LoadModule mod_tls.c
        TLSEngine on
        TLSLog %s
        TLSECCertificateFile %s
        TLSECCertificateKeyFile %s
        PassivePorts %d %d
        %s
        """
            .formatted(
                modules(),
                log(folder, "proftpd-tls", address),
                tls.keys().chain(),
                tls.keys().key(),
                tls.firstPort(),
                tls.lastPort(),
                tls.implicit() ? "TLSOptions UseImplicitSSL" : "");
  }

  /** Where its modules are: unpacked, or installed. */
  private static Path modules() {
    return Programs.findFile("usr/lib/proftpd/mod_tls.so").orElseThrow().resolveSibling("");
  }

  private static String settings(
      ServedFolder folder, InetSocketAddress address, boolean overwrite) {
    return """
        ServerType standalone
        ServerName test
        DefaultAddress %s
        Port %d
        UseIPv6 on
        UseReverseDNS off
        User nobody
        Group nogroup
        DefaultRoot ~
        AuthUserFile %s
        AuthOrder mod_auth_file.c
        AuthPAM off
        RequireValidShell off
        AllowOverwrite %s
        AllowStoreRestart on
        AllowRetrieveRestart on
        DelayEngine off
        WtmpLog off
        UseLastlog off
        TransferLog none
        SystemLog none
        ScoreboardFile none
        PidFile %s
        LogFormat commands "%%r"
        ExtendedLog %s ALL commands
        """
        .formatted(
            host(address),
            address.getPort(),
            users(folder, address),
            overwrite ? "on" : "off",
            folder.home().resolve(family(address) + "-proftpd.pid"),
            commands(folder, address));
  }

  private static Path users(ServedFolder folder, InetSocketAddress address) {
    String user = ":%s:65534:65534::%s:/bin/sh%n".formatted(PASSWORD_HASH, folder.root());
    String users = "postern" + user + "anonymous" + user;
    Path file = write(folder, "proftpd.passwd", address, users);
    try {
      // ProFTPD refuses a file that others can read.
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
