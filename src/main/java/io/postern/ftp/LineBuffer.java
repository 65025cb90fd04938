package io.postern.ftp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The beginning of a line whose end has not come yet; never longer than the line may be. */
final class LineBuffer {

  private static final byte[] EMPTY = {};
  private static final int FIRST_BYTES = 64;

  /** A larger array is given back with its line, so that an idle session holds little. */
  private static final int KEPT_BYTES = 512;

  private static final byte[][] SECURITY_VERBS = {
    {'A', 'D', 'A', 'T', ' '},
    {'M', 'I', 'C', ' '},
    {'C', 'O', 'N', 'F', ' '},
    {'E', 'N', 'C', ' '}
  };

  private final LineLimits limits;
  private byte[] bytes = EMPTY;
  private int length;
  private int limitBytes;

  LineBuffer(LineLimits limits) {
    this.limits = limits;
    this.limitBytes = limits.lineBytes();
  }

  int length() {
    return length;
  }

  int memoryBytes() {
    return bytes.length;
  }

  /** The limit of the line that is held: it depends on its verb. */
  int limitBytes() {
    return limitBytes;
  }

  /**
   * Takes the next bytes.
   *
   * @return false if the line is above its limit
   */
  boolean append(ByteBuffer in, int count) {
    int fitting = Math.min(count, limitBytes - length);
    grow(fitting);
    in.get(bytes, length, fitting);
    length += fitting;
    return fitting == count || (raiseLimit() && append(in, count - fitting));
  }

  /**
   * Takes one byte.
   *
   * @return false if the line is above its limit
   */
  boolean append(byte b) {
    if (length >= limitBytes && !raiseLimit()) {
      return false;
    }
    grow(1);
    bytes[length++] = b;
    return true;
  }

  /** The line; what is held begins anew. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    clear();
    return taken;
  }

  void clear() {
    if (bytes.length > KEPT_BYTES) {
      bytes = EMPTY;
    }
    length = 0;
    limitBytes = limits.lineBytes();
  }

  /** Asked only once the line is full: by then its verb is known. */
  private boolean raiseLimit() {
    if (limitBytes >= limits.securityLineBytes() || !isSecurityLine()) {
      return false;
    }
    limitBytes = limits.securityLineBytes();
    return true;
  }

  private boolean isSecurityLine() {
    return Arrays.stream(SECURITY_VERBS).anyMatch(this::startsWith);
  }

  private boolean startsWith(byte[] word) {
    for (int i = 0; i < word.length; i++) {
      if (i >= length || Ascii.upper(bytes[i]) != word[i]) {
        return false;
      }
    }
    return true;
  }

  private void grow(int more) {
    int needed = length + more;
    if (needed > bytes.length) {
      int doubled = Math.max(FIRST_BYTES, (int) Math.min(limitBytes, 2L * bytes.length));
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }
}
