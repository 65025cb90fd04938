package io.postern.real;

import io.postern.testing.Needs;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Real servers × real clients × PORT, EPRT, PASV, EPSV × operations × IPv4, IPv6, through one
 * gateway for each server. With {@code -Dpostern.direct=true} the clients go to the servers
 * directly: what fails then is not the gateway's fault.
 */
class RealServersIT {

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @Needs(programs = "vsftpd", root = true, linux = true)
  class VsftpdServes extends ServerMatrix {
    VsftpdServes() {
      super("vsftpd", Vsftpd::new);
    }

    /** vsftpd has no MLSD. */
    @Override
    boolean serves(Case row) {
      return row.operation() != Operation.MLSD;
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
  @Needs(programs = "proftpd", root = true, linux = true)
  class ProFtpdServes extends ServerMatrix {
    ProFtpdServes() {
      super("ProFTPD", ProFtpd::new);
    }

    /** These two wait 10 seconds for each other, also without a gateway: once is enough. */
    @Override
    boolean serves(Case row) {
      return row.operation() != Operation.ABOR
          || !row.client().name().equals("tnftp")
          || row.form() == Form.PASV;
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
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
  @Execution(ExecutionMode.CONCURRENT)
  @Needs(pythonModules = "pyftpdlib", linux = true)
  class PyFtpdServes extends ServerMatrix {
    PyFtpdServes() {
      super("pyftpdlib", PyFtpd::new);
    }
  }

  @Nested
  @Execution(ExecutionMode.CONCURRENT)
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
