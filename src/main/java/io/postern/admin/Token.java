package io.postern.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The secret that whoever asks the admin port must send (RFC 6750 section 2.1). Kept and compared
 * as a digest, in a time that does not depend on what was sent.
 */
public final class Token {

  private static final String SCHEME = "bearer ";

  private final byte[] digest;

  /** This one. */
  public Token(String secret) {
    this.digest = digest(secret);
  }

  /** Whether an Authorization header has it; the name of the scheme is not case-sensitive. */
  boolean isIn(String authorization) {
    boolean bearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    String given = bearer ? authorization.substring(SCHEME.length()).strip() : "";
    return MessageDigest.isEqual(digest, digest(given)) && bearer;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
