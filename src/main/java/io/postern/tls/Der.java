package io.postern.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of DER (X.690) as keys and certificates of our own need. */
final class Der {

  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OBJECT = 0x06;
  static final int UTF8_STRING = 0x0C;
  static final int UTC_TIME = 0x17;
  static final int GENERALIZED_TIME = 0x18;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private Der() {}

  /** One value: tag, length, and the parts as its contents. */
  static byte[] encode(int tag, byte[]... parts) {
    byte[] contents = concat(parts);
    ByteArrayOutputStream out = new ByteArrayOutputStream(contents.length + 6);
    out.write(tag);
    writeLength(out, contents.length);
    out.writeBytes(contents);
    return out.toByteArray();
  }

  /** The tag of a value that stands explicitly or implicitly as number {@code n} of a structure. */
  static int context(int n, boolean constructed) {
    return 0x80 | (constructed ? 0x20 : 0) | n;
  }

  /** A bit string of whole bytes. */
  static byte[] bitString(byte[] bytes) {
    return encode(BIT_STRING, new byte[] {0}, bytes);
  }

  private static void writeLength(ByteArrayOutputStream out, int length) {
    if (length < 0x80) {
      out.write(length);
      return;
    }
    int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
    out.write(0x80 | bytes);
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      out.write(length >>> shift);
    }
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  /** Reads the values of one structure, one after the other. */
  static final class Reader {

    private final byte[] bytes;
    private final int end;
    private int at;

    Reader(byte[] bytes) {
      this(bytes, 0, bytes.length);
    }

    private Reader(byte[] bytes, int from, int end) {
      this.bytes = bytes;
      this.at = from;
      this.end = end;
    }

    /** Whether the next value has this tag. */
    boolean nextIs(int tag) {
      return at < end && (bytes[at] & 0xFF) == tag;
    }

    /** Steps into the next value. */
    Reader enter(int tag) {
      int start = begin(tag);
      Reader inside = new Reader(bytes, start, at);
      return inside;
    }

    /** The next value, whole. */
    byte[] whole(int tag) {
      int from = at;
      begin(tag);
      return Arrays.copyOfRange(bytes, from, at);
    }

    /** Steps over the next value; returns where its contents begin. */
    private int begin(int tag) {
      if (!nextIs(tag)) {
        throw new IllegalArgumentException("no value of tag " + tag);
      }
      at++;
      int length = length();
      int start = at;
      if (length < 0 || length > end - at) {
        throw new IllegalArgumentException("a value is longer than what holds it");
      }
      at += length;
      return start;
    }

    private int length() {
      int first = octet();
      if (first < 0x80) {
        return first;
      }
      int length = 0;
      for (int i = first & 0x7F; i > 0; i--) {
        length = length << 8 | octet();
      }
      return length;
    }

    private int octet() {
      if (at >= end) {
        throw new IllegalArgumentException("a value ends too early");
      }
      return bytes[at++] & 0xFF;
    }
  }
}
