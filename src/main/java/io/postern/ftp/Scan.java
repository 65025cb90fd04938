package io.postern.ftp;

import java.nio.ByteBuffer;

/** Finds the next byte of a control channel that is more than a letter of a line. */
final class Scan {

  private Scan() {}

  /**
   * Where the first LF, CR, NUL or IAC stands; the limit of the buffer if none does. The buffer is
   * left as it is.
   */
  static int endOfPlain(ByteBuffer in) {
    return in.hasArray() ? inArray(in) : inMemory(in);
  }

  private static int inArray(ByteBuffer in) {
    byte[] array = in.array();
    int offset = in.arrayOffset();
    int end = offset + in.limit();
    int at = offset + in.position();
    while (at < end && isPlain(array[at])) {
      at++;
    }
    return at - offset;
  }

  private static int inMemory(ByteBuffer in) {
    int end = in.limit();
    int at = in.position();
    while (at < end && isPlain(in.get(at))) {
      at++;
    }
    return at;
  }

  private static boolean isPlain(byte b) {
    // As a signed byte IAC is -1, so one comparison settles most bytes of ASCII.
    return b > '\r' || (b != '\n' && b != '\r' && b != 0 && b != -1);
  }
}
