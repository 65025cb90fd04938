package io.postern.real;

import io.postern.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** ProFTPD with a login from a file of its own. */
final class ProFtpd extends ServerProgram {

  ProFtpd(ServedFolder folder, InetSocketAddress address) {
    super(
        address,
        log(folder, "proftpd", address),
        List.of(
            Programs.path("proftpd").toString(),
            "--nodaemon",
            "--config",
            settings(folder, address).toString()));
  }

  private static Path settings(ServedFolder folder, InetSocketAddress address) {
    return write(
        folder,
        "proftpd.conf",
        address,
        """
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
        AllowOverwrite on
        AllowStoreRestart on
        AllowRetrieveRestart on
        DelayEngine off
        WtmpLog off
        UseLastlog off
        TransferLog none
        SystemLog none
        ScoreboardFile none
        PidFile %s
        """
            .formatted(
                host(address),
                address.getPort(),
                users(folder, address),
                folder.home().resolve(family(address) + "-proftpd.pid")));
  }

  private static Path users(ServedFolder folder, InetSocketAddress address) {
    String line = "postern:%s:65534:65534::%s:/bin/sh%n".formatted(PASSWORD_HASH, folder.root());
    Path file = write(folder, "proftpd.passwd", address, line);
    try {
      // ProFTPD refuses a file that others can read.
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
