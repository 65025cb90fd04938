package io.postern.netns;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import javax.net.SocketFactory;
import org.apache.commons.net.ftp.FTPClient;

/**
 * An FTP client that, for every tenth data connection, uses its pinhole only after a scanner has
 * tried the whole range: the scan is certain to meet an open one.
 */
final class SlowToConnect extends FTPClient {

  private static final int EVERY = 10;

  private final PortScanner onServers;
  private int activeSetUps;

  SlowToConnect(PortScanner onClients, PortScanner onServers) {
    this.onServers = onServers;
    setSocketFactory(new Sockets(onClients));
  }

  @Override
  public int port(InetAddress host, int port) throws IOException {
    return afterScan(super.port(host, port));
  }

  @Override
  public int eprt(InetAddress host, int port) throws IOException {
    return afterScan(super.eprt(host, port));
  }

  private int afterScan(int reply) {
    if (activeSetUps++ % EVERY == 0) {
      awaitScan(onServers);
    }
    return reply;
  }

  /** Waits for one whole round from its beginning. */
  private static void awaitScan(PortScanner scanner) {
    long now = scanner.rounds();
    await("a scan of all ports")
        .atMost(Duration.ofSeconds(15))
        .until(() -> scanner.rounds() >= now + 2);
  }

  private static final class Sockets extends SocketFactory {

    private final PortScanner onClients;
    private int sockets;

    Sockets(PortScanner onClients) {
      this.onClients = onClients;
    }

    @Override
    public Socket createSocket() {
      // The first is the control channel's.
      boolean slow = sockets++ % EVERY == 1;
      return new Socket() {
        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
          if (slow) {
            awaitScan(onClients);
          }
          super.connect(endpoint, timeout);
        }
      };
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return new Socket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return new Socket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return new Socket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return new Socket(host, port, local, localPort);
    }
  }
}
