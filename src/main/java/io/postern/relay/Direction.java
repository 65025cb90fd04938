package io.postern.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.socket.DuplexChannel;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a {@link ChannelRelay}. Reads one buffer at a time, and only while the receiver
 * has room; passes the sender's end of file on once every byte before it was taken.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel, which is told
final class Direction implements ChannelProgressiveFutureListener {

  private final DuplexChannel source;
  private final DuplexChannel destination;
  private final Flow flow;
  private final ChannelRelay relay;
  private long mostBytes = RelayLimits.ANY;
  private @Nullable Pace pace;

  /** What the pace holds; nothing is read meanwhile. */
  private @Nullable ByteBuf held;

  private boolean reading;
  private boolean sourceEnded;
  private boolean isDone;

  /** How much of the buffer that is being written was taken: Netty counts for each buffer anew. */
  private long headTaken;

  Direction(DuplexChannel source, DuplexChannel destination, Flow flow, ChannelRelay relay) {
    this.source = source;
    this.destination = destination;
    this.flow = flow;
    this.relay = relay;
  }

  void start() {
    if (source.isInputShutdown()) {
      sourceEnded();
    } else {
      readOn();
    }
  }

  boolean isDone() {
    return isDone;
  }

  /** Keeps to other limits from now on. */
  void limit(@Nullable Pace newPace, long newMostBytes) {
    stopPace();
    pace = newPace;
    mostBytes = newMostBytes;
    if (flow.came() > mostBytes) {
      relay.end(RelayEnd.Cause.TOO_LARGE);
    } else {
      resume();
    }
  }

  /** Drops what the pace holds. */
  void stop() {
    stopPace();
    if (held != null) {
      held.release();
      held = null;
    }
  }

  /** The most that may be read at once. */
  int mostToRead() {
    return pace == null ? Integer.MAX_VALUE : pace.turnBytes();
  }

  /** A wait may be over. */
  void resume() {
    passOn();
    destination.flush();
    readOn();
  }

  /** Hands a buffer on; {@link #readCompleted} flushes. */
  void carry(ByteBuf buffer) {
    reading = false;
    flow.came(buffer.readableBytes(), System.nanoTime());
    if (flow.came() > mostBytes) {
      buffer.release();
      relay.end(RelayEnd.Cause.TOO_LARGE);
    } else if (pace == null) {
      write(buffer);
    } else {
      held = buffer;
      passOn();
    }
  }

  /** Writes as much of what is held as the pace allows. */
  private void passOn() {
    while (held != null) {
      int waiting = held.readableBytes();
      int granted = pace == null ? waiting : pace.grant(waiting);
      if (granted == 0) {
        return;
      }
      if (pace != null) {
        pace.passed(granted);
      }
      ByteBuf part = held;
      if (granted < waiting) {
        part = held.readRetainedSlice(granted);
      } else {
        held = null;
      }
      write(part);
    }
  }

  private void stopPace() {
    if (pace != null) {
      pace.stop();
      pace = null;
    }
  }

  private void write(ByteBuf buffer) {
    ChannelProgressivePromise promise = destination.newProgressivePromise();
    promise.addListener(this);
    destination.write(buffer, promise);
  }

  void readCompleted() {
    reading = false;
    destination.flush();
    readOn();
  }

  /** Reads on if the receiver has room. */
  void readOn() {
    if (!reading && held == null && !sourceEnded && source.isActive() && destination.isWritable()) {
      reading = true;
      source.read();
    }
  }

  void sourceEnded() {
    sourceEnded = true;
    endIfDelivered();
  }

  @Override
  public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
    flow.took(progress - headTaken, System.nanoTime());
    headTaken = progress == total ? 0 : progress;
  }

  @Override
  public void operationComplete(ChannelProgressiveFuture future) {
    if (sourceEnded && future.isSuccess()) {
      // Later: Netty is still inside its write loop, which must not lose its buffer.
      destination.eventLoop().execute(this::endIfDelivered);
    }
  }

  private void endIfDelivered() {
    if (sourceEnded && !isDone && !flow.isWaiting()) {
      isDone = true;
      if (destination.shutdownOutput().isSuccess()) {
        relay.halfDone();
      } else {
        destination.pipeline().fireChannelInactive();
      }
    }
  }
}
