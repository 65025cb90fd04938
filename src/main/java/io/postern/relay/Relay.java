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
   * Starts, the best way that both channels allow. From now on the channels belong to the relay.
   *
   * @param left a connected channel that reads nothing yet (auto-read off), half-closure allowed
   * @param right the same, on the same event loop
   */
  static Relay start(Channel left, Channel right, RelaySettings settings, RelayObserver observer) {
    if (left instanceof EpollSocketChannel l && right instanceof EpollSocketChannel r) {
      EpollRelay relay = new EpollRelay(l, r, settings, observer);
      relay.start();
      return relay;
    }
    ChannelRelay relay =
        new ChannelRelay((DuplexChannel) left, (DuplexChannel) right, settings, observer);
    relay.start();
    return relay;
  }

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
