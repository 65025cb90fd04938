package io.postern.tls;

import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one session towards its client. Postern is the TLS server on the control channel and
 * on every data connection, whoever connects (RFC 4217 section 7). A data connection can resume
 * only sessions of its own control session: each has a ticket key and a cache of its own.
 *
 * <p>Add a handler with {@code pipeline.addFirst(name, handler)}; when the ClientHello has come it
 * puts Netty's {@code SslHandler} in its own place, under the same name. The peer's close_notify is
 * an {@code SslCloseCompletionEvent}; {@code SslHandler.closeOutbound} sends ours. For all threads.
 *
 * <p>BoringSSL sends the tickets of TLS 1.3 with the first data after the handshake, so a client
 * can resume the control session once it has been sent a reply. The JDK sends one with the
 * handshake of the control channel, and none with that of a data connection: with TLS 1.3 a client
 * that uses a ticket only once, as the JDK's, can resume only once.
 */
public final class ClientSideTls implements AutoCloseable {

  private final TlsAcceptor acceptor;
  private @Nullable SslContext context;
  private boolean closed;

  ClientSideTls(TlsAcceptor acceptor) {
    this.acceptor = acceptor;
  }

  /** For the control channel: the certificate is chosen by the client's SNI. */
  public ChannelHandler control(TlsObserver observer) {
    return new ClientHelloHandler(
        acceptor.settings(), this::answerControl, new ControlObserver(observer));
  }

  /**
   * For a data connection: the certificate is that of the control channel. Its handshake's {@code
   * resumed} says that it is of the control session's own client.
   */
  public ChannelHandler data(TlsObserver observer) {
    return new ClientHelloHandler(acceptor.settings(), this::answerData, observer);
  }

  /**
   * Frees what is kept for resumption. Connections that are established go on; later handshakes
   * fail.
   */
  @Override
  public synchronized void close() {
    closed = true;
    replace(null);
  }

  private synchronized Answer answerControl(ClientHello hello, EngineHandler.Factory factory) {
    ServerKeys keys = acceptor.keys();
    if (closed) {
      return Answer.refuse(TlsFault.CLOSED);
    }
    if (!acceptor.accepts(hello.serverName(), keys)) {
      return Answer.refuse(TlsFault.UNKNOWN_NAME);
    }
    replace(acceptor.newContext(keys.select(hello.serverName())));
    return answerData(hello, factory);
  }

  /** The engine is made while nobody can close the context: native code would use freed memory. */
  private synchronized Answer answerData(ClientHello hello, EngineHandler.Factory factory) {
    return context == null
        ? Answer.refuse(TlsFault.CLOSED)
        : Answer.accept(factory.handler(context));
  }

  private synchronized void established(TlsHandshake handshake) {
    if (context != null && handshake.protocol().equals(TlsVersion.TLS_1_3.protocol())) {
      Contexts.endTickets(context);
    }
  }

  private void replace(@Nullable SslContext next) {
    if (context != null) {
      Contexts.release(context);
    }
    context = next;
  }

  /** What follows the control channel's handshake are those of data connections. */
  private final class ControlObserver implements TlsObserver {

    private final TlsObserver told;

    ControlObserver(TlsObserver told) {
      this.told = told;
    }

    @Override
    public void established(TlsHandshake handshake) {
      ClientSideTls.this.established(handshake);
      told.established(handshake);
    }

    @Override
    public void failed(TlsFailure failure) {
      told.failed(failure);
    }
  }
}
