package io.postern.real;

import io.postern.testing.Needs;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Nested;

/**
 * Real servers × real clients × PORT, EPRT, PASV, EPSV × operations × IPv4, IPv6, through one
 * gateway for each server. With {@code -Dpostern.direct=true} the clients go to the servers
 * directly: what fails then is not the gateway's fault.
 */
class RealServersIT {

  @Nested
  @Needs(programs = "vsftpd", root = true, linux = true)
  class VsftpdServes extends ServerMatrix {
    VsftpdServes() {
      super("vsftpd", Vsftpd::new);
    }

    @Override
    boolean knows(Operation operation) {
      return operation != Operation.MLSD;
    }
  }

  @Nested
  @Needs(programs = "proftpd", root = true, linux = true)
  class ProFtpdServes extends ServerMatrix {
    ProFtpdServes() {
      super("ProFTPD", ProFtpd::new);
    }
  }

  @Nested
  @Needs(
      programs = {"pure-ftpd", "pure-pw"},
      root = true,
      linux = true)
  class PureFtpdServes extends ServerMatrix {
    PureFtpdServes() {
      super("Pure-FTPd", PureFtpd::new);
    }
  }

  @Nested
  @Needs(pythonModules = "pyftpdlib", linux = true)
  class PyFtpdServes extends ServerMatrix {
    PyFtpdServes() {
      super("pyftpdlib", PyFtpd::new);
    }
  }

  @Nested
  @Needs(linux = true)
  class ApacheFtpServes extends ServerMatrix {
    ApacheFtpServes() {
      super("Apache FtpServer", ApacheFtp::new);
    }
  }

  /** Starts a server. */
  @FunctionalInterface
  interface Starter {
    FtpServer start(ServedFolder folder, InetSocketAddress address);
  }
}
