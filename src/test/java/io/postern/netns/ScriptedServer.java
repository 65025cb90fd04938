package io.postern.netns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An FTP server of a host, of which a test says every word. */
final class ScriptedServer implements Closeable {

  static final int PORT = 21;

  private final Host host;
  private final InetAddress address;
  private final RawListener listener;

  ScriptedServer(Host host, InetAddress address) throws Exception {
    this.host = host;
    this.address = address;
    listener = new RawListener(host, address, PORT);
  }

  /** The next control channel; nothing is said on it yet. */
  RawConnection accept() throws IOException {
    return listener.accept();
  }

  /** A listener for one data connection. */
  RawListener listen() throws Exception {
    return new RawListener(host, address, 0);
  }

  /** Connects to where the client's PORT, as it arrived here, points. */
  RawConnection connectTo(InetSocketAddress to) throws Exception {
    return RawConnection.connect(host, to);
  }

  /** The reply to PASV that names this listener. */
  static String passiveReply(InetAddress address, RawListener data) {
    return "227 Entering Passive Mode (" + RawClient.port(address, data.port()) + ").";
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
