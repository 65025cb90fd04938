package io.postern.bench;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/**
 * A blocking channel under TLS: BoringSSL over a socket, with as little between as there can be.
 */
final class TlsChannel implements ByteChannel {

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);
  private static final int RECEIVE_BYTES = 256 << 10;
  private static final int RECORD_BYTES = 17 << 10;

  private final SocketChannel socket;
  private final ReferenceCountedOpenSslEngine engine;
  private final Buffers buffers;
  private boolean ended;

  TlsChannel(SocketChannel socket, ReferenceCountedOpenSslEngine engine, Buffers buffers) {
    this.socket = socket;
    this.engine = engine;
    this.buffers = buffers;
    buffers.received.clear().limit(0);
    buffers.plain.clear().limit(0);
  }

  /** What one channel at a time needs. */
  static final class Buffers {
    private final ByteBuffer received = ByteBuffer.allocateDirect(RECEIVE_BYTES);
    private final ByteBuffer plain = ByteBuffer.allocateDirect(RECORD_BYTES);
    private final ByteBuffer toSend = ByteBuffer.allocateDirect(2 * RECORD_BYTES);
  }

  /** Shakes hands as the client. */
  TlsChannel handshake() throws IOException {
    engine.beginHandshake();
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_WRAP -> wrap(NOTHING);
        case NEED_TASK -> tasks();
        case NEED_UNWRAP -> {
          if (unwrap(buffers.plain.clear()) < 0) {
            throw new EOFException("the handshake was refused");
          }
          buffers.plain.flip();
        }
        default -> {
          return this;
        }
      }
    }
  }

  /** Whether the handshake resumed a session. */
  boolean isResumed() {
    return SSL.isSessionReused(engine.sslPointer());
  }

  /** Protocol and cipher suite. */
  String suite() {
    return engine.getSession().getProtocol() + " " + engine.getSession().getCipherSuite();
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (buffers.plain.hasRemaining()) {
      return copy(into);
    }
    if (into.remaining() < RECORD_BYTES) {
      int got = readSome(buffers.plain.clear());
      buffers.plain.flip();
      return got < 0 ? got : copy(into);
    }
    int got = readSome(into);
    while (got > 0 && into.remaining() >= RECORD_BYTES && !ended) {
      SSLEngineResult more = engine.unwrap(buffers.received, into);
      ended = more.getStatus() == SSLEngineResult.Status.CLOSED;
      if (more.bytesProduced() == 0) {
        return got;
      }
      got += more.bytesProduced();
    }
    return got;
  }

  /** At least a byte, or the end, which is negative. */
  private int readSome(ByteBuffer into) throws IOException {
    int got = 0;
    while (got == 0) {
      got = unwrap(into);
    }
    return got;
  }

  private int copy(ByteBuffer into) {
    int bytes = Math.min(into.remaining(), buffers.plain.remaining());
    into.put(into.position(), buffers.plain, buffers.plain.position(), bytes);
    into.position(into.position() + bytes);
    buffers.plain.position(buffers.plain.position() + bytes);
    return bytes;
  }

  private int unwrap(ByteBuffer into) throws IOException {
    if (ended) {
      return -1;
    }
    SSLEngineResult result = engine.unwrap(buffers.received, into);
    switch (result.getStatus()) {
      case CLOSED -> ended = true;
      case BUFFER_UNDERFLOW -> {
        // The call may just have ended the handshake: then the peer need not send more.
        if (result.getHandshakeStatus() != HandshakeStatus.FINISHED) {
          receive();
        }
      }
      default -> tasks();
    }
    return ended && result.bytesProduced() == 0 ? -1 : result.bytesProduced();
  }

  private void receive() throws IOException {
    buffers.received.compact();
    int got = socket.read(buffers.received);
    buffers.received.flip();
    if (got < 0) {
      throw new EOFException("closed without a close_notify");
    }
  }

  private void tasks() {
    for (Runnable task = engine.getDelegatedTask(); task != null; ) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    int before = from.remaining();
    while (from.hasRemaining()) {
      wrap(from);
    }
    return before;
  }

  private void wrap(ByteBuffer from) throws IOException {
    engine.wrap(from, buffers.toSend.clear());
    buffers.toSend.flip();
    while (buffers.toSend.hasRemaining()) {
      socket.write(buffers.toSend);
    }
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen();
  }

  /** Tells the end, by a close_notify, and closes. */
  @Override
  public void close() throws IOException {
    if (!socket.isOpen()) {
      return;
    }
    try (socket) {
      engine.closeOutbound();
      wrap(NOTHING);
    } finally {
      engine.release();
    }
  }
}
