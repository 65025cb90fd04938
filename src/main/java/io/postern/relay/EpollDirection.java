package io.postern.relay;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/**
 * One direction of an {@link EpollRelay}. At most one buffer waits for the receiver, and while it
 * does nothing is read; with nothing waiting no buffer is held. Passes the sender's end of file on
 * after the last byte.
 */
final class EpollDirection {

  private static final int MIN_BYTES = 4 * 1024;
  private static final int FIRST_BYTES = 32 * 1024;
  private static final int MAX_BYTES = 256 * 1024;

  /** Reads in one turn, so that one fast sender leaves the others of the event loop their turn. */
  private static final int READS_A_TURN = 8;

  private final EpollRelay relay;
  private final EpollSide source;
  private final EpollSide destination;
  private final Flow flow;
  private final int maxBytes;
  private int nextBytes;
  private long mostBytes = RelayLimits.ANY;
  private @Nullable Pace pace;
  private @Nullable ByteBuf buffer;
  private boolean sourceEnded;
  private boolean done;

  EpollDirection(
      EpollRelay relay, EpollSide source, EpollSide destination, Flow flow, int bufferBytes) {
    this.relay = relay;
    this.source = source;
    this.destination = destination;
    this.flow = flow;
    this.maxBytes = Math.max(MIN_BYTES, Math.min(MAX_BYTES, bufferBytes));
    this.nextBytes = Math.min(FIRST_BYTES, maxBytes);
  }

  /** Takes what was read before the relay began: it waits for the receiver like all that comes. */
  void readAhead(ByteBuf bytes) {
    int count = bytes.readableBytes();
    if (count > 0) {
      buffer = source.channel().alloc().directBuffer(count, count).writeBytes(bytes);
      flow.came(count, System.nanoTime());
    }
    bytes.release();
  }

  boolean isDone() {
    return done;
  }

  /** Keeps to other limits from now on. */
  void limit(@Nullable Pace newPace, long newMostBytes) {
    stopPace();
    pace = newPace;
    mostBytes = newMostBytes;
    endIfTooLarge();
  }

  /** Drops what waits. */
  void stop() {
    stopPace();
    release();
  }

  /**
   * Moves bytes until the sender has none, the receiver has no room, or the turn is over.
   *
   * @return whether there may be more to move at once
   */
  boolean pump() {
    try {
      for (int reads = 0; reads < READS_A_TURN; reads++) {
        if (!delivered() || !read()) {
          return false;
        }
      }
      return true;
    } finally {
      if (!flow.isWaiting()) {
        release();
      }
    }
  }

  /** Writes what waits; true once nothing does. */
  private boolean delivered() {
    while (buffer != null && buffer.isReadable()) {
      if (!destination.isWritable() || !write(buffer)) {
        return false;
      }
    }
    return true;
  }

  private boolean write(ByteBuf from) {
    Pace keeping = pace;
    if (keeping == null) {
      return write(from, from.readableBytes()) > 0;
    }
    int granted = keeping.grant(from.readableBytes());
    if (granted == 0) {
      return false;
    }
    int taken = write(from, granted);
    keeping.passed(taken);
    return taken > 0;
  }

  private int write(ByteBuf from, int most) {
    ByteBuffer bytes = from.internalNioBuffer(from.readerIndex(), most);
    try {
      int taken = destination.socket().send(bytes, bytes.position(), bytes.limit());
      if (taken <= 0) {
        destination.filled();
        return 0;
      }
      from.skipBytes(taken);
      flow.took(taken, System.nanoTime());
      return taken;
    } catch (IOException | NotYetConnectedException e) {
      destination.failed();
      return 0;
    }
  }

  /** Reads once, with nothing waiting; false if there was nothing. */
  private boolean read() {
    if (sourceEnded || !source.isReadable()) {
      return false;
    }
    ByteBuf into = emptyBuffer();
    ByteBuffer space = into.internalNioBuffer(0, roomOf(into));
    try {
      return came(into, source.socket().recv(space, space.position(), space.limit()));
    } catch (IOException | NotYetConnectedException e) {
      source.failed();
      return false;
    }
  }

  private boolean came(ByteBuf into, int bytes) {
    if (bytes > 0) {
      into.writerIndex(bytes);
      flow.came(bytes, System.nanoTime());
      resize(bytes, into.capacity());
      return !endIfTooLarge();
    }
    if (bytes < 0) {
      sourceEnded = true;
      endDestination();
    } else {
      source.drained();
    }
    return false;
  }

  private void endDestination() {
    try {
      destination.socket().shutdown(false, true);
      done = true;
    } catch (IOException | NotYetConnectedException e) {
      destination.failed();
    }
  }

  private boolean endIfTooLarge() {
    boolean tooLarge = flow.came() > mostBytes;
    if (tooLarge) {
      relay.end(RelayEnd.Cause.TOO_LARGE);
    }
    return tooLarge;
  }

  private void stopPace() {
    if (pace != null) {
      pace.stop();
      pace = null;
    }
  }

  private void release() {
    if (buffer != null) {
      buffer.release();
      buffer = null;
    }
  }

  private int roomOf(ByteBuf empty) {
    return pace == null ? empty.capacity() : Math.min(empty.capacity(), pace.turnBytes());
  }

  private ByteBuf emptyBuffer() {
    if (buffer == null || buffer.capacity() < nextBytes) {
      release();
      buffer = source.channel().alloc().directBuffer(nextBytes, nextBytes);
    }
    return buffer.clear();
  }

  /** A full buffer asks for a larger one, an almost empty one for a smaller one. */
  private void resize(int bytes, int capacity) {
    if (bytes == capacity) {
      nextBytes = Math.min(maxBytes, capacity * 2);
    } else if (bytes < capacity / 4) {
      nextBytes = Math.max(MIN_BYTES, capacity / 2);
    }
  }
}
