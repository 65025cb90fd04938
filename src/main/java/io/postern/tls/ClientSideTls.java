package io.postern.tls;

import io.netty.channel.ChannelHandler;

/**
 * The TLS of one session towards its client. Postern is the TLS server on the control channel and
 * on every data connection, whoever connects (RFC 4217 section 7). A data connection can resume
 * only sessions of its own control session: each has a ticket key and a cache of its own.
 *
 * <p>Add a handler with {@code pipeline.addFirst(name, handler)}; it puts Netty's {@code
 * SslHandler} in its own place, under the same name. The peer's close_notify is an {@code
 * SslCloseCompletionEvent}; {@code SslHandler.closeOutbound} sends ours. Handlers may be made and
 * used on different event loops, but calls of one object come one at a time.
 */
public final class ClientSideTls implements AutoCloseable {

  ClientSideTls() {}

  /**
   * For the control channel. A ClientHello already read may be fired through the pipeline after it
   * is added.
   */
  public ChannelHandler control(TlsObserver observer) {
    throw new UnsupportedOperationException();
  }

  /**
   * For a data connection. Its handshake's {@code resumed} says that it is the control session's
   * own client.
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
