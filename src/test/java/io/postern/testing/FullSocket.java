package io.postern.testing;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A Unix socket whose queue is full: its process accepts nobody. */
public final class FullSocket implements AutoCloseable {

  private static final int MOST = 100;

  private final Closing closing = new Closing();

  private final Path path;

  private FullSocket(Path path) {
    this.path = path;
  }

  /** Makes one, and fills its queue. */
  public static FullSocket at(Path path) throws IOException {
    FullSocket socket = new FullSocket(path);
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    socket.closing.add(ServerSocketChannel.open(StandardProtocolFamily.UNIX)).bind(address, 1);
    for (int i = 0; i < MOST; i++) {
      SocketChannel client = socket.closing.add(SocketChannel.open(StandardProtocolFamily.UNIX));
      client.configureBlocking(false);
      try {
        client.connect(address);
      } catch (SocketException e) {
        // There is no room any more (EAGAIN, unix(7)).
        return socket;
      }
    }
    throw new AssertionError("the queue does not fill");
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() {
    closing.close();
  }
}
