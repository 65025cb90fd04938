package io.postern.testing;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The JDK's blocking TLS over a connected socket: the peer of what is tested. */
public final class TlsSocket {

  private static final SSLContext CONTEXT = context();

  private TlsSocket() {}

  /**
   * TLS over a connected socket; its handshake has not begun.
   *
   * @param clientMode whether it is the TLS client
   * @param protocol such as {@code TLSv1.3}
   */
  public static SSLSocket over(Socket raw, boolean clientMode, String protocol) throws IOException {
    SSLSocket socket =
        (SSLSocket) CONTEXT.getSocketFactory().createSocket(raw, "localhost", raw.getPort(), true);
    socket.setUseClientMode(clientMode);
    socket.setEnabledProtocols(new String[] {protocol});
    return socket;
  }

  private static SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          TestKeys.get().getKeyManagers(),
          InsecureTrustManagerFactory.INSTANCE.getTrustManagers(),
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has TLS", e);
    }
  }
}
