package io.postern.relay;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DuplexChannel;

/**
 * Carries bytes between two connected channels of one event loop, in both directions, until each
 * side has ended its half. Knows nothing of FTP.
 */
public interface Relay {

  /**
   * Starts in the clear, the best way that both channels allow. From now on the channels belong to
   * the relay.
   *
   * @param left a connected channel that reads nothing yet (auto-read off), half-closure allowed
   * @param right the same, on the same event loop
   */
  static Relay start(Channel left, Channel right, RelaySettings settings, RelayObserver observer) {
    return start(left, right, Secured.NEITHER, settings, observer);
  }

  /**
   * Starts in the clear with channels that were read, the best way that both allow.
   *
   * @param left a connected channel, half-closure allowed, of which {@link ReadAhead#stop} has
   *     ended the reading
   * @param right the same, of the same event loop
   * @param first what was read of them
   */
  static Relay start(
      Channel left,
      Channel right,
      ReadAhead first,
      RelaySettings settings,
      RelayObserver observer) {
    if (left instanceof EpollSocketChannel l && right instanceof EpollSocketChannel r) {
      EpollRelay relay = new EpollRelay(l, r, settings, observer);
      relay.start(first);
      return relay;
    }
    ChannelRelay relay =
        new ChannelRelay(
            (DuplexChannel) left, (DuplexChannel) right, Secured.NEITHER, settings, observer);
    relay.start(first);
    return relay;
  }

  /**
   * Starts, the best way that both channels allow. With TLS on either side it reads what the
   * handshakes need, and no byte is passed on before {@link #open}. A channel that its handler
   * closes, because a handshake fails or takes too long, is a reset.
   *
   * @param left a connected channel that reads nothing yet (auto-read off), half-closure allowed
   * @param right the same, on the same event loop
   * @param secured which of them are under TLS
   */
  static Relay start(
      Channel left,
      Channel right,
      Secured secured,
      RelaySettings settings,
      RelayObserver observer) {
    boolean clear = secured.equals(Secured.NEITHER);
    if (clear && left instanceof EpollSocketChannel l && right instanceof EpollSocketChannel r) {
      EpollRelay relay = new EpollRelay(l, r, settings, observer);
      relay.start();
      return relay;
    }
    ChannelRelay relay =
        new ChannelRelay((DuplexChannel) left, (DuplexChannel) right, secured, settings, observer);
    relay.start();
    return relay;
  }

  /**
   * Lets bytes flow: the handshakes have succeeded, and the peers may go on. On the event loop; no
   * effect on a relay in the clear.
   */
  void open();

  /**
   * Limits it from now on; what it carried already counts. Other limits take the place of earlier
   * ones. On the event loop; without effect after the end.
   */
  void limit(RelayLimits limits);

  /** Resets both channels; the observer is told. On the event loop; idempotent. */
  void abort();

  /** Bytes carried so far, left to right. Any thread. */
  long leftToRight();

  /** Bytes carried so far, right to left. Any thread. */
  long rightToLeft();
}
