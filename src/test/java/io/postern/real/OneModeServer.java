package io.postern.real;

import io.postern.ftp.DataMode;
import io.postern.tls.KeyFiles;
import java.net.InetSocketAddress;

/**
 * Servers that take logins in the clear and under TLS, told to make data connections in one way.
 */
enum OneModeServer {
  /** It demands that data connections resume the control connection's TLS. */
  VSFTPD("vsftpd", "YES", 10_800),
  /** The same, by its defaults. */
  PROFTPD("ProFTPD", "", 10_900),
  PURE_FTPD("Pure-FTPd", "1", 11_000),
  PYFTPDLIB("pyftpdlib", "", 11_100);

  private static final int PORTS = 100;

  private final String title;
  private final String level;
  private final int firstPort;

  OneModeServer(String title, String level, int firstPort) {
    this.title = title;
    this.level = level;
    this.firstPort = firstPort;
  }

  FtpServer start(ServedFolder folder, InetSocketAddress address, KeyFiles keys, DataMode only) {
    ServerTls tls = new ServerTls(keys, false, level, firstPort, firstPort + PORTS - 1);
    return switch (this) {
      case VSFTPD -> new Vsftpd(folder, address, tls, only);
      case PROFTPD -> new ProFtpd(folder, address, tls, only);
      case PURE_FTPD -> new PureFtpd(folder, address, tls, only);
      case PYFTPDLIB -> new PyFtpd(folder, address, tls, only);
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
