package io.postern.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a {@link ChannelRelay}. Reads one buffer at a time, and only while the receiver
 * has room; passes the sender's end on once every byte before it was taken.
 */
@SuppressWarnings("FutureReturnValueIgnored") // each write has a listener
final class Direction implements ChannelProgressiveFutureListener {

  /** The most plain bytes of a TLS record (RFC 8446 section 5.1). */
  private static final int RECORD_BYTES = 16 * 1024;

  private final ChannelSide source;
  private final ChannelSide destination;
  private final Flow flow;
  private final ChannelRelay relay;
  private long mostBytes = RelayLimits.ANY;
  private @Nullable Pace pace;

  /**
   * What the pace or a handshake holds; nothing is read meanwhile. One read can be many records.
   */
  private final Queue<ByteBuf> held = new ArrayDeque<>(2);

  private boolean open;
  private boolean reading;
  private boolean unflushed;
  private boolean sourceEnded;
  private boolean ending;
  private boolean isDone;

  /** How much of the buffer that is being written was taken: Netty counts for each buffer anew. */
  private long headTaken;

  Direction(ChannelSide source, ChannelSide destination, Flow flow, ChannelRelay relay) {
    this.source = source;
    this.destination = destination;
    this.flow = flow;
    this.relay = relay;
  }

  /** Bytes may flow. */
  void open() {
    open = true;
    if (source.channel().isInputShutdown() && !source.isSecure()) {
      sourceEnded = true;
    }
    resume();
    endIfDelivered();
  }

  ChannelSide destination() {
    return destination;
  }

  /** Whether the sender's end was passed on. */
  boolean isDone() {
    return isDone;
  }

  /** Whether the receiver took all that the sender sent, and is being told the end. */
  boolean isDelivered() {
    return ending;
  }

  /** Whether the sender has ended. */
  boolean hasEnded() {
    return sourceEnded;
  }

  /** Whether any byte came. */
  boolean hasCarried() {
    return flow.came() > 0;
  }

  /**
   * Whether the transfer was in this direction. With nothing carried a FIN in the clear says
   * little: it may be the receiver's, who never sends.
   */
  boolean isWholeTransfer() {
    return isDone && (hasCarried() || source.isSecure());
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

  /** Drops what is held. */
  void stop() {
    stopPace();
    for (ByteBuf buffer = held.poll(); buffer != null; buffer = held.poll()) {
      buffer.release();
    }
  }

  /** The most that may be read at once. */
  int mostToRead() {
    return pace == null ? Integer.MAX_VALUE : pace.turnBytes();
  }

  /** A wait may be over. */
  void resume() {
    if (open) {
      passOn();
      flush();
      readOn();
    }
  }

  /** Hands a buffer on; {@link #readCompleted} flushes. */
  void carry(ByteBuf buffer) {
    reading = false;
    flow.came(buffer.readableBytes(), System.nanoTime());
    if (relay.isOver()) {
      buffer.release();
    } else if (flow.came() > mostBytes) {
      buffer.release();
      relay.end(RelayEnd.Cause.TOO_LARGE);
    } else if (destination.isGone()) {
      buffer.release();
      relay.end(destination.reset());
    } else {
      held.add(buffer);
      passOn();
    }
  }

  /** Writes as much of what is held as the pace allows. */
  private void passOn() {
    while (open && !held.isEmpty()) {
      ByteBuf first = held.element();
      int waiting = first.readableBytes();
      int granted = pace == null ? waiting : pace.grant(waiting);
      if (granted == 0) {
        return;
      }
      if (pace != null) {
        pace.passed(granted);
      }
      if (granted < waiting) {
        write(first.readRetainedSlice(granted));
      } else {
        write(held.remove());
      }
    }
  }

  private void stopPace() {
    if (pace != null) {
      pace.stop();
      pace = null;
    }
  }

  /** Only what was written: TLS would make a record of nothing. */
  private void flush() {
    if (unflushed) {
      unflushed = false;
      destination.channel().flush();
    }
  }

  private void write(ByteBuf buffer) {
    if (!unflushed && source.isSecure()) {
      // Netty's TLS hands over some bytes, those behind a handshake, with no end of the read.
      destination.channel().eventLoop().execute(this::flush);
    }
    unflushed = true;
    if (destination.isSecure()) {
      writeRecords(buffer);
    } else {
      ChannelProgressivePromise promise = destination.channel().newProgressivePromise();
      promise.addListener(this);
      destination.channel().write(buffer, promise);
    }
  }

  /** TLS tells of a buffer only when it is written whole: so each is no more than a record. */
  private void writeRecords(ByteBuf buffer) {
    while (buffer.readableBytes() > RECORD_BYTES) {
      writeRecord(buffer.readRetainedSlice(RECORD_BYTES));
    }
    writeRecord(buffer);
  }

  private void writeRecord(ByteBuf record) {
    int bytes = record.readableBytes();
    destination.channel().write(record).addListener(done -> recordWritten(done, bytes));
  }

  private void recordWritten(Future<?> done, int bytes) {
    if (done.isSuccess()) {
      flow.took(bytes, System.nanoTime());
      written();
    } else {
      relay.lostDestination(this);
    }
  }

  void readCompleted() {
    reading = false;
    if (open) {
      flush();
      readOn();
    }
  }

  /** Reads on if the receiver has room. */
  void readOn() {
    if (open && !reading && held.isEmpty() && !sourceEnded && areBothReady()) {
      reading = true;
      source.channel().read();
    }
  }

  private boolean areBothReady() {
    return source.channel().isActive() && destination.channel().isWritable();
  }

  /** The sender has ended in order. */
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
    // A failed write closes its channel, which is told.
    if (future.isSuccess()) {
      written();
    }
  }

  private void written() {
    if (sourceEnded) {
      // Later: Netty is still inside its write loop, which must not lose its buffer.
      destination.channel().eventLoop().execute(this::endIfDelivered);
    }
  }

  /** Passes the sender's end on, if it may be told by now. */
  void endIfDelivered() {
    if (open && sourceEnded && !ending && !flow.isWaiting() && !relay.isEndKept(this)) {
      ending = true;
      if (destination.isGone()) {
        ended(true);
      } else {
        destination.end().addListener(done -> ended(done.isSuccess()));
      }
    }
  }

  private void ended(boolean told) {
    if (!told && !relay.isOver()) {
      relay.lostDestination(this);
    }
    if (!relay.isOver() && (told || destination.isGone())) {
      isDone = true;
      relay.done(this);
    }
  }
}
