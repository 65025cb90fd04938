package io.postern.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.postern.relay.RelayEnd.Cause;
import java.time.Duration;
import java.util.List;

/**
 * The portable relay: Netty's channels read into pooled direct buffers and write the same buffers
 * on, without a copy.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails leaves nothing to do
final class ChannelRelay implements Relay {

  private final DuplexChannel left;
  private final DuplexChannel right;
  private final RelayObserver observer;
  private final Flow leftToRight;
  private final Flow rightToLeft;
  private final Direction leftward;
  private final Direction rightward;
  private final RelayClock clock;
  private final long startedNanos = System.nanoTime();
  private boolean over;

  ChannelRelay(
      DuplexChannel left, DuplexChannel right, RelaySettings settings, RelayObserver observer) {
    this.left = left;
    this.right = right;
    this.observer = observer;
    this.leftToRight = new Flow(startedNanos);
    this.rightToLeft = new Flow(startedNanos);
    this.rightward = new Direction(left, right, leftToRight, this);
    this.leftward = new Direction(right, left, rightToLeft, this);
    this.clock = new RelayClock(left.eventLoop(), settings, leftToRight, rightToLeft, this::end);
    ReadBuffers.configure(left, settings.bufferBytes(), rightward::mostToRead);
    ReadBuffers.configure(right, settings.bufferBytes(), leftward::mostToRead);
  }

  void start() {
    left.pipeline().addLast(new RelayHandler(rightward, leftward, () -> end(Cause.LEFT_RESET)));
    right.pipeline().addLast(new RelayHandler(leftward, rightward, () -> end(Cause.RIGHT_RESET)));
    clock.start();
    if (!left.isActive()) {
      end(Cause.LEFT_RESET);
    } else if (!right.isActive()) {
      end(Cause.RIGHT_RESET);
    } else {
      rightward.start();
      leftward.start();
    }
  }

  @Override
  public void limit(RelayLimits limits) {
    if (!over) {
      limit(rightward, leftToRight, limits.pacers(), limits.fromLeft());
    }
    if (!over) {
      limit(leftward, rightToLeft, limits.pacers(), limits.fromRight());
    }
  }

  private void limit(Direction direction, Flow flow, List<Pacer> pacers, long mostBytes) {
    direction.limit(Pace.of(pacers, left.eventLoop(), flow, direction::resume), mostBytes);
  }

  @Override
  public void abort() {
    end(Cause.ABORTED);
  }

  @Override
  public long leftToRight() {
    return leftToRight.taken();
  }

  @Override
  public long rightToLeft() {
    return rightToLeft.taken();
  }

  /** How many bytes are held for a slow receiver, both directions together. */
  long waitingBytes() {
    return leftToRight.waitingBytes() + rightToLeft.waitingBytes();
  }

  void halfDone() {
    if (leftward.isDone() && rightward.isDone()) {
      end(Cause.COMPLETED);
    }
  }

  void end(Cause cause) {
    if (over) {
      return;
    }
    over = true;
    clock.stop();
    rightward.stop();
    leftward.stop();
    long now = System.nanoTime();
    close(left, cause);
    close(right, cause);
    RelayEnd end =
        new RelayEnd(
            cause, leftToRight.taken(), rightToLeft.taken(), Duration.ofNanos(now - startedNanos));
    // Later, so that the observer never hears of it inside of its own call.
    left.eventLoop().execute(() -> observer.ended(end));
  }

  /** Unless all went well the close is a reset: what was cut off never looks whole. */
  private static void close(Channel channel, Cause cause) {
    if (cause != Cause.COMPLETED && channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    channel.close();
  }
}
