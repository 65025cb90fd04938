package io.postern.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.postern.relay.RelayEnd.Cause;
import java.time.Duration;

/**
 * The relay on Linux: its own loop over the two sockets, registered with the channels' event loop
 * in the channels' place. Netty's epoll channels can't do it (tried on 4.2.18): at a FIN they read
 * all that the kernel holds, room or not; then they leave the epoll set for good, so that a
 * half-closed channel whose peer reads slowly is shut in the middle of the stream, as if it were
 * the end; and they never tell of a reset that follows a FIN.
 *
 * <p>The place for a zero-copy loop: {@link EpollDirection} is all that touches the bytes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails leaves nothing to do
final class EpollRelay implements Relay {

  private final EventLoop loop;
  private final RelayObserver observer;
  private final Flow leftToRight;
  private final Flow rightToLeft;
  private final EpollSide left;
  private final EpollSide right;
  private final EpollDirection rightward;
  private final EpollDirection leftward;
  private final RelayClock clock;
  private final long startedNanos = System.nanoTime();
  private boolean over;

  EpollRelay(
      EpollSocketChannel leftChannel,
      EpollSocketChannel rightChannel,
      RelaySettings settings,
      RelayObserver observer) {
    this.loop = leftChannel.eventLoop();
    this.observer = observer;
    this.leftToRight = new Flow(startedNanos, bytes -> observer.moved(true, bytes));
    this.rightToLeft = new Flow(startedNanos, bytes -> observer.moved(false, bytes));
    this.left = new EpollSide(leftChannel, this, Cause.LEFT_RESET);
    this.right = new EpollSide(rightChannel, this, Cause.RIGHT_RESET);
    this.rightward = new EpollDirection(this, left, right, leftToRight, settings.bufferBytes());
    this.leftward = new EpollDirection(this, right, left, rightToLeft, settings.bufferBytes());
    this.clock = new RelayClock(loop, settings, leftToRight, rightToLeft, this::end);
  }

  /** Starts with what was read before. */
  void start(ReadAhead first) {
    rightward.readAhead(first.left());
    leftward.readAhead(first.right());
    start();
  }

  void start() {
    clock.start();
    left.join(loop);
    right.join(loop);
  }

  /** It is open from the start. */
  @Override
  public void open() {}

  @Override
  public void limit(RelayLimits limits) {
    if (!over) {
      rightward.limit(Pace.of(limits.pacers(), loop, leftToRight, this::pump), limits.fromLeft());
      leftward.limit(Pace.of(limits.pacers(), loop, rightToLeft, this::pump), limits.fromRight());
      pump();
    }
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

  /** Moves what can be moved, and comes back later if there is more than a turn's worth. */
  void pump() {
    boolean more = !over && rightward.pump();
    more |= !over && leftward.pump();
    if (!over && rightward.isDone() && leftward.isDone()) {
      end(Cause.COMPLETED);
    } else if (more && !over) {
      loop.execute(this::pump);
    }
  }

  boolean isOver() {
    return over;
  }

  void end(Cause cause) {
    if (over) {
      return;
    }
    over = true;
    clock.stop();
    rightward.stop();
    leftward.stop();
    close(left, cause);
    close(right, cause);
    Duration duration = Duration.ofNanos(System.nanoTime() - startedNanos);
    RelayEnd end = new RelayEnd(cause, leftToRight.taken(), rightToLeft.taken(), duration);
    // Later, so that the observer never hears of it inside of its own call.
    loop.execute(() -> observer.ended(end));
  }

  /** Unless all went well the close is a reset: what was cut off never looks whole. */
  private static void close(EpollSide side, Cause cause) {
    side.leave();
    Channel channel = side.channel();
    if (cause != Cause.COMPLETED && channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    channel.close();
  }
}
