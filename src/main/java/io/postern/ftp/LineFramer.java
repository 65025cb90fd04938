package io.postern.ftp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a control channel into lines and takes the Telnet commands out of them (RFC 959
 * section 3, RFC 854). It stops at the exact byte where a line ends, so that what follows an AUTH
 * TLS can be told from what belongs to it. Belongs to one thread.
 */
public final class LineFramer {

  /** What the framer found. */
  public sealed interface Framed {

    /** A complete line. */
    record Text(Line line) implements Framed {}

    /**
     * A Telnet option was offered or asked for; the answer refuses it (DONT for WILL, WONT for DO)
     * and goes back to where it came from.
     */
    record TelnetAnswer(byte[] bytes) implements Framed {}

    /** The line is above its limit; the framer reads no more. */
    record TooLong(int limitBytes) implements Framed {}

    /** The options are above their limit; the framer reads no more. */
    record TooManyOptions(int limit) implements Framed {}

    /** The first bytes are a TLS record (16 03), which is no line; the framer reads no more. */
    record TlsRecord() implements Framed {}
  }

  /** A framer for one side of a session. */
  public LineFramer(LineLimits limits) {
    throw new UnsupportedOperationException(limits.toString());
  }

  /**
   * Reads on.
   *
   * @param in what has come; read up to the end of what is returned, or to its own end
   * @return null if more bytes are needed
   */
  public @Nullable Framed next(ByteBuffer in) {
    throw new UnsupportedOperationException(in.toString());
  }

  /** Whether a line has begun and not ended. */
  public boolean midLine() {
    throw new UnsupportedOperationException();
  }
}
