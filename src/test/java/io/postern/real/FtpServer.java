package io.postern.real;

import java.net.InetSocketAddress;

/** A running FTP server with one login, which serves a {@link ServedFolder}. */
interface FtpServer extends AutoCloseable {

  /** Where its control port listens. */
  InetSocketAddress address();

  /** The user of the one login. */
  default String user() {
    return "postern";
  }

  /** The password of the one login. */
  default String password() {
    return "secret";
  }

  @Override
  void close();
}
