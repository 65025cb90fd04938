package io.postern.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.socket.DuplexChannel;

/**
 * One direction of a {@link ChannelRelay}. Reads one buffer at a time, and only while the receiver
 * has room; passes the sender's end of file on once every byte before it was taken.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes its channel, which is told
final class Direction implements ChannelProgressiveFutureListener {

  private final DuplexChannel source;
  private final DuplexChannel destination;
  private final Flow flow;
  private final Runnable done;
  private boolean reading;
  private boolean sourceEnded;
  private boolean isDone;

  /** How much of the buffer that is being written was taken: Netty counts for each buffer anew. */
  private long headTaken;

  Direction(DuplexChannel source, DuplexChannel destination, Flow flow, Runnable done) {
    this.source = source;
    this.destination = destination;
    this.flow = flow;
    this.done = done;
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

  /** Hands a buffer on; {@link #readCompleted} flushes. */
  void carry(ByteBuf buffer) {
    reading = false;
    flow.came(buffer.readableBytes(), System.nanoTime());
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
    if (!reading && !sourceEnded && source.isActive() && destination.isWritable()) {
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
        done.run();
      } else {
        destination.pipeline().fireChannelInactive();
      }
    }
  }
}
