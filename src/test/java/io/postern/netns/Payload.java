package io.postern.netns;

import java.util.Random;

/** Bytes that never repeat, the same in every run. */
final class Payload {

  private Payload() {}

  /** So many of them; others for each number. */
  static byte[] of(int bytes) {
    byte[] payload = new byte[bytes];
    new Random(bytes).nextBytes(payload);
    return payload;
  }
}
