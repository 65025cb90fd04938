package io.postern.pinhole.relay;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.postern.ftp.Endpoint;
import io.postern.pinhole.PortRange;
import io.postern.relay.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A listening socket on every port of a range. It hands over raw connections: they belong to no
 * event loop yet, and nothing of them is read. Lives on one event loop.
 */
public final class PortRangeListener {

  /** How many ports are opened before others on the event loop have their turn. */
  private static final int PORTS_A_TURN = 32;

  /** Who is told, on the event loop. */
  public interface Visitors {

    /**
     * Every port listens, or could not be opened.
     *
     * @param missing those that could not, in ascending order
     * @param why the first of them could not, one line for people; empty if all listen
     */
    void opened(List<Integer> missing, String why);

    /**
     * Somebody connected; whoever hears this owns the channel.
     *
     * @param listening the port that it came in on
     */
    void came(SocketChannel channel, Endpoint visitor, Endpoint listening);
  }

  private final EventLoop loop;
  private final Transport transport;
  private final InetAddress address;
  private final PortRange range;
  private final Visitors visitors;
  private final List<PeerListener> listeners = new ArrayList<>();
  private final List<Integer> missing = new ArrayList<>();
  private String why = "";
  private int answered;
  private boolean closed;

  /** Not open yet. */
  public PortRangeListener(
      EventLoop loop,
      Transport transport,
      InetAddress address,
      PortRange range,
      Visitors visitors) {
    this.loop = loop;
    this.transport = transport;
    this.address = address;
    this.range = range;
    this.visitors = visitors;
  }

  /** Opens every port that can be had. The visitors are not told from inside this call. */
  public void open() {
    loop.execute(() -> openFrom(range.first()));
  }

  /** Closes every port. Who waits to be accepted is reset; the visitors hear no more. */
  public void close() {
    closed = true;
    listeners.forEach(PeerListener::close);
    listeners.clear();
  }

  /** Resets a connection that was handed over. */
  public static void turnAway(SocketChannel channel) {
    Reset.unregistered(channel);
  }

  private void openFrom(int first) {
    int end = Math.min(first + PORTS_A_TURN, range.last() + 1);
    for (int port = first; port < end && !closed; port++) {
      PeerListener listener = new PeerListener(loop, transport, false, new OnePort(port));
      listeners.add(listener);
      listener.bind(new InetSocketAddress(address, port));
    }
    if (end <= range.last() && !closed) {
      loop.execute(() -> openFrom(end));
    }
  }

  private void answered() {
    answered++;
    if (answered == range.size() && !closed) {
      visitors.opened(missing.stream().sorted().toList(), why);
    }
  }

  /** What becomes of one of the ports. */
  private final class OnePort implements PeerListener.Visitors {

    private final int port;

    OnePort(int port) {
      this.port = port;
    }

    @Override
    public void bound(Endpoint listening) {
      answered();
    }

    @Override
    public void bindFailed(Throwable cause) {
      if (missing.isEmpty()) {
        why = SocketFaults.text(cause);
      }
      missing.add(port);
      answered();
    }

    @Override
    public void came(SocketChannel channel, Endpoint visitor) {
      if (closed) {
        Reset.unregistered(channel);
      } else {
        visitors.came(channel, visitor, new Endpoint(address, port));
      }
    }
  }
}
