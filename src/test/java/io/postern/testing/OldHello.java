package io.postern.testing;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A ClientHello of a client that knows nothing newer than TLS 1.0 or 1.1: the JDK makes none. */
public final class OldHello {

  /** What such clients had: ECDHE with AES and SHA, and RSA with AES and SHA. */
  private static final short[] SUITES = {
    (short) 0xC009, (short) 0xC00A, (short) 0xC013, (short) 0xC014, 0x2F, 0x35
  };

  /** Groups (P-256) and point formats, as extensions. */
  private static final byte[] EXTENSIONS = {0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0};

  private static final int RANDOM_BYTES = 32;

  private OldHello() {}

  /**
   * The whole record.
   *
   * @param version 0x301 is TLS 1.0, 0x302 is TLS 1.1
   */
  public static byte[] of(int version) {
    int length = 2 + RANDOM_BYTES + 1 + 2 + 2 * SUITES.length + 2 + 2 + EXTENSIONS.length;
    ByteBuffer hello = ByteBuffer.allocate(9 + length);
    hello.put((byte) 22).putShort((short) 0x301).putShort((short) (4 + length));
    hello.put((byte) 1).put((byte) 0).putShort((short) length);
    byte[] random = new byte[RANDOM_BYTES];
    Arrays.fill(random, (byte) 7);
    hello.putShort((short) version).put(random).put((byte) 0);
    hello.putShort((short) (2 * SUITES.length));
    for (short suite : SUITES) {
      hello.putShort(suite);
    }
    hello.put((byte) 1).put((byte) 0);
    hello.putShort((short) EXTENSIONS.length).put(EXTENSIONS);
    return hello.array();
  }
}
