package io.postern.net;

import io.netty.channel.ChannelHandler;
import io.postern.pinhole.relay.DataTls;
import io.postern.tls.TlsObserver;

/**
 * The TLS of one session: gives the handlers of its connections, each for one pipeline, to be added
 * under the name {@link LegTls#HANDLER}. Lives on the session's event loop.
 */
public interface SessionTls extends DataTls, AutoCloseable {

  /**
   * Names the server, where it is not the listener's own; before TLS with it begins.
   *
   * @param host a host name, or an address without brackets: what its certificate must be for
   */
  void serverIs(String host, int port);

  /** For the client leg: the gateway is the TLS server. */
  ChannelHandler clientControl(TlsObserver observer);

  /** For the server leg: the gateway is the TLS client. */
  ChannelHandler serverControl(TlsObserver observer);

  /** Frees what is kept for resumption; connections that stand go on. Idempotent. */
  @Override
  void close();
}
