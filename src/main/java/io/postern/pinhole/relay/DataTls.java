package io.postern.pinhole.relay;

import io.netty.channel.ChannelHandler;
import io.postern.tls.TlsHandshake;
import io.postern.tls.TlsObserver;

/**
 * The TLS of one session's data connections. The client is the TLS client whoever connects (RFC
 * 4217 section 7): the gateway is TLS server towards the client and TLS client towards the server,
 * in active and in passive mode. Called on the session's event loop, once for each private side of
 * each data connection.
 */
public interface DataTls {

  /**
   * A new handler towards the client: {@link io.postern.tls.ClientSideTls#data}.
   *
   * @throws RuntimeException if there can't be TLS towards the client; the data connection ends
   */
  ChannelHandler towardsClient(TlsObserver observer);

  /**
   * A new handler towards the server: {@link io.postern.tls.ServerSideTls#data}.
   *
   * @throws RuntimeException if there can't be TLS towards the server; the data connection ends
   */
  ChannelHandler towardsServer(TlsObserver observer);

  /**
   * Whether the client may use its data connection: its TLS session resumes that of its control
   * channel, or need not, and it shows the same certificate. Asked after the handshake and before
   * the first byte.
   */
  boolean admits(TlsHandshake client);
}
