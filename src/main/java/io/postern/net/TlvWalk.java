package io.postern.net;

/**
 * Follows the additions (TLVs) of a PROXY header of version 2, one byte after the other: the type,
 * two bytes of length, the value. They must fill what is left of the header, no more and no less;
 * Netty's decoder takes a rest that is too short for what it is (4.2.18).
 */
final class TlvWalk {

  /** The type and the length. */
  private static final int HEAD_BYTES = 3;

  private int left;
  private int head;
  private int length;
  private int value;

  /**
   * A walk.
   *
   * @param before how many bytes come before the first addition
   * @param bytes how long all is, with these
   */
  TlvWalk(int before, int bytes) {
    this.value = before;
    this.left = bytes;
  }

  /** Whether all of them have been seen. */
  boolean isOver() {
    return left == 0;
  }

  /**
   * Takes the next byte.
   *
   * @return whether what has come can be right
   */
  boolean take(byte next) {
    left--;
    if (value > 0) {
      value--;
    } else {
      head(next & 0xff);
    }
    return value <= left && (left > 0 || head == 0);
  }

  private void head(int next) {
    head++;
    length = head == 1 ? 0 : length << 8 | next;
    if (head == HEAD_BYTES) {
      head = 0;
      value = length;
    }
  }
}
