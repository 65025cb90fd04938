package io.postern.net;

import io.netty.channel.ChannelHandler;
import io.postern.tls.ClientSideTls;
import io.postern.tls.ServerSideTls;
import io.postern.tls.TlsAcceptor;
import io.postern.tls.TlsConnector;
import io.postern.tls.TlsHandshake;
import io.postern.tls.TlsObserver;
import org.jspecify.annotations.Nullable;

/**
 * A listener's TLS on both legs.
 *
 * @param acceptor towards clients; null if no session begins TLS there
 * @param connector towards the server; the same
 * @param listener names the server
 * @param resumedData whether a client's data connection must resume the TLS session of its control
 *     channel; the transfer is answered with 522 otherwise
 */
public record ListenerTls(
    @Nullable TlsAcceptor acceptor,
    @Nullable TlsConnector connector,
    ListenerSettings listener,
    boolean resumedData) {

  /** For a new session. */
  public SessionTls newSession() {
    return new Session();
  }

  private ClientSideTls newClientSide() {
    if (acceptor == null) {
      throw new IllegalStateException("the listener has no TLS towards clients");
    }
    return acceptor.newSession();
  }

  private ServerSideTls newServerSide(String host, int port) {
    if (connector == null) {
      throw new IllegalStateException("the listener has no TLS towards servers");
    }
    return connector.newSession(host, port);
  }

  /** Each side is made when it is first wanted: most sessions of most listeners want none. */
  private final class Session implements SessionTls {

    private final ClientIdentity identity = new ClientIdentity(resumedData);
    private @Nullable ClientSideTls client;
    private @Nullable ServerSideTls server;
    private String host = listener.server();
    private int port = listener.serverPort();
    private boolean closed;

    @Override
    public void serverIs(String named, int onPort) {
      host = named;
      port = onPort;
    }

    @Override
    public ChannelHandler clientControl(TlsObserver observer) {
      return client().control(identity.begin(observer));
    }

    @Override
    public ChannelHandler serverControl(TlsObserver observer) {
      return server().control(observer);
    }

    @Override
    public ChannelHandler towardsClient(TlsObserver observer) {
      return client().data(observer);
    }

    @Override
    public ChannelHandler towardsServer(TlsObserver observer) {
      return server().data(observer);
    }

    @Override
    public boolean admits(TlsHandshake handshake) {
      return identity.admits(handshake);
    }

    @Override
    public void close() {
      closed = true;
      if (client != null) {
        client.close();
        client = null;
      }
      if (server != null) {
        server.close();
        server = null;
      }
    }

    private ClientSideTls client() {
      requireOpen();
      ClientSideTls made = client == null ? newClientSide() : client;
      client = made;
      return made;
    }

    private ServerSideTls server() {
      requireOpen();
      ServerSideTls made = server == null ? newServerSide(host, port) : server;
      server = made;
      return made;
    }

    /** What was made after the session's end would be freed by nobody. */
    private void requireOpen() {
      if (closed) {
        throw new IllegalStateException("the session's TLS has ended");
      }
    }
  }
}
