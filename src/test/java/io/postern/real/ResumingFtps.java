package io.postern.real;

import java.io.IOException;
import java.net.Socket;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.ftp.FTPSClient;
import org.jspecify.annotations.Nullable;

/**
 * FTPSClient with what servers that demand session reuse have taught its users: the data
 * connection's TLS resumes the control connection's. The JDK offers the session that it knows of a
 * host and port, so the data socket is given the control connection's.
 */
final class ResumingFtps extends FTPSClient {

  private final SSLContext context;

  ResumingFtps(boolean implicit, SSLContext context) {
    super(implicit, context);
    this.context = context;
  }

  /** Leaves data sockets in the clear: {@link #_openDataConnection_} protects them. */
  @Override
  public void execPROT(String level) throws IOException {
    super.execPROT(level);
    setSocketFactory(SocketFactory.getDefault());
    setServerSocketFactory(ServerSocketFactory.getDefault());
  }

  @Override
  protected @Nullable Socket _openDataConnection_(String command, String argument)
      throws IOException {
    Socket data = super._openDataConnection_(command, argument);
    return data == null ? null : protect(data);
  }

  private SSLSocket protect(Socket data) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(data, getRemoteAddress().getHostAddress(), getRemotePort(), true);
    tls.setEnabledProtocols(getEnabledProtocols());
    tls.startHandshake();
    return tls;
  }
}
