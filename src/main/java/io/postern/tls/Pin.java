package io.postern.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * A pinned key: the SHA-256 of its SubjectPublicKeyInfo.
 *
 * @param digest 32 bytes, as Base64
 */
record Pin(String digest) {

  private static final String PREFIX = "sha256/";
  private static final int DIGEST_BYTES = 32;

  /**
   * As in the settings: {@code sha256/BASE64}.
   *
   * @throws IllegalArgumentException with what is wrong, for the user
   */
  static Pin parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a pin is sha256/BASE64, not " + text);
    }
    byte[] digest = decode(text.substring(PREFIX.length()));
    if (digest.length != DIGEST_BYTES) {
      throw new IllegalArgumentException("a pin is the Base64 of 32 bytes, not " + text);
    }
    return new Pin(Base64.getEncoder().encodeToString(digest));
  }

  /** Of a certificate's key. */
  static Pin of(X509Certificate certificate) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
      return new Pin(Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** As in the settings. */
  @Override
  public String toString() {
    return PREFIX + digest;
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
