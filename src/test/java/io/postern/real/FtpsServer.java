package io.postern.real;

import io.postern.tls.KeyFiles;
import java.net.InetSocketAddress;
import java.util.stream.Stream;

/** The servers of the FTPS matrix, each in one way of being set up. */
enum FtpsServer {
  VSFTPD("vsftpd", false, "NO", 10_000),
  VSFTPD_REUSE("vsftpd require_ssl_reuse", false, "YES", 10_100),
  VSFTPD_IMPLICIT("vsftpd implicit_ssl require_ssl_reuse", true, "YES", 10_200),
  PROFTPD("ProFTPD", false, "", 10_300),
  PROFTPD_IMPLICIT("ProFTPD UseImplicitSSL", true, "", 10_400),
  /** TLS on the control channel is demanded. */
  PURE_FTPD_2("Pure-FTPd --tls=2", false, "2", 10_500),
  /** And on data connections. */
  PURE_FTPD_3("Pure-FTPd --tls=3", false, "3", 10_600),
  PYFTPDLIB("pyftpdlib", false, "", 10_700);

  private static final int PORTS = 100;

  private final String title;
  private final boolean implicit;
  private final String level;
  private final int firstPort;

  /** The ports: below those that {@link io.postern.testing.FreePorts} gives. */
  FtpsServer(String title, boolean implicit, String level, int firstPort) {
    this.title = title;
    this.implicit = implicit;
    this.level = level;
    this.firstPort = firstPort;
  }

  FtpServer start(ServedFolder folder, InetSocketAddress address, KeyFiles keys) {
    ServerTls tls = new ServerTls(keys, implicit, level, firstPort, lastPort());
    return switch (this) {
      case VSFTPD, VSFTPD_REUSE, VSFTPD_IMPLICIT -> new Vsftpd(folder, address, tls);
      case PROFTPD, PROFTPD_IMPLICIT -> new ProFtpd(folder, address, tls);
      case PURE_FTPD_2, PURE_FTPD_3 -> new PureFtpd(folder, address, tls);
      case PYFTPDLIB -> new PyFtpd(folder, address, tls);
    };
  }

  /** Whether TLS begins with the first byte. */
  boolean isImplicit() {
    return implicit;
  }

  /** Whether it takes logins in the clear too. */
  boolean servesInTheClear() {
    return switch (this) {
      case VSFTPD, VSFTPD_REUSE, PROFTPD, PYFTPDLIB -> true;
      case VSFTPD_IMPLICIT, PROFTPD_IMPLICIT, PURE_FTPD_2, PURE_FTPD_3 -> false;
    };
  }

  /** Whether it refuses data connections that don't resume the control connection's TLS. */
  boolean demandsReuse() {
    return switch (this) {
      case VSFTPD_REUSE, VSFTPD_IMPLICIT, PROFTPD, PROFTPD_IMPLICIT -> true;
      case VSFTPD, PURE_FTPD_2, PURE_FTPD_3, PYFTPDLIB -> false;
    };
  }

  /** Of the files that it serves: not every one has the large one. */
  Size[] sizes() {
    boolean large = this == VSFTPD || this == VSFTPD_REUSE;
    return Stream.of(Size.values())
        .filter(size -> large || size != Size.LARGE)
        .toArray(Size[]::new);
  }

  /** The first port of its passive range. */
  int firstPort() {
    return firstPort;
  }

  /** The last port of its passive range. */
  int lastPort() {
    return firstPort + PORTS - 1;
  }

  @Override
  public String toString() {
    return title;
  }
}
