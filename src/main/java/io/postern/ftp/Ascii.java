package io.postern.ftp;

import java.nio.charset.StandardCharsets;

/**
 * Letters of the protocol. Only ASCII is folded: the long s of {@code PAſV} is no S, and a Turkish
 * locale changes nothing.
 */
final class Ascii {

  private Ascii() {}

  static boolean isLetter(byte b) {
    return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
  }

  static byte upper(byte b) {
    return b >= 'a' && b <= 'z' ? (byte) (b - 'a' + 'A') : b;
  }

  /** The first bytes in capitals; what is not ASCII becomes what ISO 8859-1 says. */
  static String upper(byte[] bytes, int from, int to) {
    byte[] folded = new byte[to - from];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = upper(bytes[from + i]);
    }
    return new String(folded, StandardCharsets.ISO_8859_1);
  }
}
