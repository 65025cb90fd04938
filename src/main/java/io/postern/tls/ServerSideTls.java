package io.postern.tls;

import io.netty.channel.ChannelHandler;

/**
 * The TLS of one session towards its server. Postern is the TLS client on the control channel and
 * on every data connection, whoever connects (RFC 4217 section 7). A data connection resumes the
 * control session, as vsftpd ({@code require_ssl_reuse}), ProFTPD and Pure-FTPd demand.
 *
 * <p>Use of the handlers as with {@link ClientSideTls}. The handshake begins as soon as the channel
 * is active.
 */
public final class ServerSideTls implements AutoCloseable {

  ServerSideTls() {}

  /** For the control channel. */
  public ChannelHandler control(TlsObserver observer) {
    throw new UnsupportedOperationException();
  }

  /**
   * For a data connection: the same name is checked and sent, and the control session offered for
   * resumption.
   */
  public ChannelHandler data(TlsObserver observer) {
    throw new UnsupportedOperationException();
  }

  /**
   * Frees what is kept for resumption. Connections that are established go on; handlers made before
   * fail.
   */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
