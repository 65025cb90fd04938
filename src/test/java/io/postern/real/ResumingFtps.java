package io.postern.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.ftp.FTPSClient;
import org.jspecify.annotations.Nullable;

/**
 * FTPSClient with what servers that demand session reuse have taught its users: the data
 * connection's TLS resumes the control connection's. The JDK offers the session that it knows of a
 * host and a port, so it is told the control connection's port. (Most users write into its cache by
 * reflection, which works with TLS 1.2 only.)
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
    int port = getRemotePort();
    SSLSocket tls =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(
                    new SocketOfPort(data, port), getRemoteAddress().getHostAddress(), port, true);
    tls.setEnabledProtocols(getEnabledProtocols());
    tls.startHandshake();
    return tls;
  }

  /** A connected socket that names another port: the JDK believes no other word about it. */
  private static final class SocketOfPort extends Socket {

    private final Socket socket;
    private final int port;

    SocketOfPort(Socket socket, int port) {
      this.socket = socket;
      this.port = port;
    }

    @Override
    public int getPort() {
      return port;
    }

    @Override
    public InetAddress getInetAddress() {
      return socket.getInetAddress();
    }

    @Override
    public boolean isConnected() {
      return socket.isConnected();
    }

    @Override
    public boolean isClosed() {
      return socket.isClosed();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return socket.getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return socket.getOutputStream();
    }

    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
      socket.setSoTimeout(millis);
    }

    @Override
    public synchronized int getSoTimeout() throws SocketException {
      return socket.getSoTimeout();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
      socket.setTcpNoDelay(on);
    }

    @Override
    public void shutdownInput() throws IOException {
      socket.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
      socket.shutdownOutput();
    }

    @Override
    public boolean isInputShutdown() {
      return socket.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
      return socket.isOutputShutdown();
    }

    @Override
    public synchronized void close() throws IOException {
      socket.close();
    }
  }
}
