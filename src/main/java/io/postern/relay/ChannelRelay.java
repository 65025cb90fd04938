package io.postern.relay;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import io.postern.relay.RelayEnd.Cause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The portable relay, and the one for TLS: Netty's channels read into pooled direct buffers and
 * write the same buffers on, without a copy.
 *
 * <p>A side under TLS ends by its close_notify. A FIN without one is a truncation, unless it comes
 * from the receiver: many clients just close once they have all. What is lost of a side that has
 * sent and got its all is no fault: a close with our close_notify or a session ticket unread is a
 * reset.
 *
 * <p>On epoll Netty reads all that the kernel holds when a FIN comes, room or not: what waits for a
 * slow receiver can then be as much as the socket's receive buffer. It can't be kept from it: a
 * channel that is refused the read leaves the epoll set for good (4.2.18).
 */
final class ChannelRelay implements Relay {

  /**
   * How long a receiver that was told the end may take to end its own half. Some clients do so only
   * after the final reply, which may be waiting for the end of this relay.
   */
  private static final long RECEIVER_ENDS_WITHIN_MILLIS = 1_000;

  private final EventLoop loop;
  private final ChannelSide left;
  private final ChannelSide right;
  private final RelayObserver observer;
  private final Flow leftToRight;
  private final Flow rightToLeft;
  private final Direction leftward;
  private final Direction rightward;
  private final RelayClock clock;
  private final long startedNanos = System.nanoTime();
  private @Nullable Future<?> receiverEnds;
  private boolean open;
  private boolean over;

  ChannelRelay(
      DuplexChannel leftChannel,
      DuplexChannel rightChannel,
      Secured secured,
      RelaySettings settings,
      RelayObserver observer) {
    this.loop = leftChannel.eventLoop();
    this.left =
        new ChannelSide(leftChannel, secured.left(), Cause.LEFT_RESET, Cause.LEFT_TRUNCATED);
    this.right =
        new ChannelSide(rightChannel, secured.right(), Cause.RIGHT_RESET, Cause.RIGHT_TRUNCATED);
    this.observer = observer;
    this.leftToRight = new Flow(startedNanos, bytes -> observer.moved(true, bytes));
    this.rightToLeft = new Flow(startedNanos, bytes -> observer.moved(false, bytes));
    this.rightward = new Direction(left, right, leftToRight, this);
    this.leftward = new Direction(right, left, rightToLeft, this);
    this.clock = new RelayClock(loop, settings, leftToRight, rightToLeft, this::end);
    ReadBuffers.configure(leftChannel, settings.bufferBytes(), rightward::mostToRead);
    ReadBuffers.configure(rightChannel, settings.bufferBytes(), leftward::mostToRead);
  }

  /** Starts with what was read before. */
  void start(ReadAhead first) {
    rightward.carry(first.left());
    leftward.carry(first.right());
    start();
  }

  void start() {
    left.channel().pipeline().addLast(new RelayHandler(this, left, rightward, leftward));
    right.channel().pipeline().addLast(new RelayHandler(this, right, leftward, rightward));
    if (!left.channel().isActive()) {
      end(Cause.LEFT_RESET);
    } else if (!right.channel().isActive()) {
      end(Cause.RIGHT_RESET);
    } else if (isSecure()) {
      left.handshake();
      right.handshake();
    } else {
      open();
    }
  }

  @Override
  public void open() {
    if (!over && !open) {
      open = true;
      clock.start();
      rightward.open();
      leftward.open();
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
    direction.limit(Pace.of(pacers, loop, flow, direction::resume), mostBytes);
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

  boolean isOver() {
    return over;
  }

  /** A side's FIN: nothing more can come of it. */
  void inputShut(ChannelSide side, Direction outOf, Direction into) {
    if (over || outOf.hasEnded()) {
      return;
    }
    if (!side.isReady()) {
      end(side.reset());
    } else if (side.isSecure() && (outOf.hasCarried() || !(into.hasCarried() || into.hasEnded()))) {
      end(side.truncated());
    } else {
      outOf.sourceEnded();
    }
  }

  /** A side failed or was reset. */
  void lost(ChannelSide side, Direction outOf, Direction into) {
    if (over) {
      return;
    }
    boolean hasSent = outOf.hasEnded() || !outOf.hasCarried();
    boolean hasGot = into.isDelivered() || !into.hasCarried();
    if (side.isSecure() && hasSent && hasGot && (outOf.hasEnded() || into.isDelivered())) {
      side.gone();
      outOf.sourceEnded();
    } else {
      end(side.reset());
    }
  }

  /** The same of the side that bytes are written to. */
  void lostDestination(Direction of) {
    lost(of.destination(), opposite(of), of);
  }

  /**
   * Whether the end of a side that has sent nothing is kept from a sender under TLS: with TLS 1.2
   * (RFC 5246 section 7.2.1) it would stop in the middle.
   */
  boolean isEndKept(Direction ended) {
    Direction other = opposite(ended);
    return ended.destination().isSecure()
        && !ended.hasCarried()
        && other.hasCarried()
        && !other.isDone();
  }

  /** A direction has delivered all, and told the end. */
  void done(Direction direction) {
    Direction other = opposite(direction);
    if (other.isDone()) {
      end(Cause.COMPLETED);
    } else if (isSecure() && direction.isWholeTransfer() && !other.hasCarried()) {
      other.destination().answer();
      receiverEnds =
          loop.schedule(
              () -> end(Cause.COMPLETED), RECEIVER_ENDS_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
      other.endIfDelivered();
    }
  }

  void end(Cause cause) {
    if (over) {
      return;
    }
    over = true;
    clock.stop();
    if (receiverEnds != null) {
      receiverEnds.cancel(false);
    }
    rightward.stop();
    leftward.stop();
    long now = System.nanoTime();
    left.close(cause != Cause.COMPLETED);
    right.close(cause != Cause.COMPLETED);
    RelayEnd end =
        new RelayEnd(
            cause, leftToRight.taken(), rightToLeft.taken(), Duration.ofNanos(now - startedNanos));
    // Later, so that the observer never hears of it inside of its own call.
    loop.execute(() -> observer.ended(end));
  }

  private boolean isSecure() {
    return left.isSecure() || right.isSecure();
  }

  private Direction opposite(Direction direction) {
    return direction == rightward ? leftward : rightward;
  }
}
