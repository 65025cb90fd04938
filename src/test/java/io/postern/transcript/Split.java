package io.postern.transcript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * How what a side sends is cut into segments: TCP promises nothing (RFC 1123 section 4.1.3.1: reads
 * are not lines).
 *
 * @param most the longest piece
 * @param seed of the pieces' lengths; 0 means that each is the longest
 */
record Split(String name, int most, long seed) {

  static final Split WHOLE = new Split("whole", Integer.MAX_VALUE, 0);
  static final Split BYTES = new Split("byte by byte", 1, 0);

  static Split random(long seed) {
    return new Split("randomly split, seed " + seed, 12, seed);
  }

  /** The pieces, in order. */
  List<byte[]> pieces(byte[] bytes) {
    Random random = new Random(seed + bytes.length);
    List<byte[]> pieces = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int wanted = seed == 0 ? most : 1 + random.nextInt(most);
      int length = Math.min(wanted, bytes.length - at);
      pieces.add(Arrays.copyOfRange(bytes, at, at + length));
      at += length;
    }
    return pieces;
  }

  @Override
  public String toString() {
    return name;
  }
}
