package io.postern.quota;

import io.postern.policy.Account;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * A failed login. It keeps a digest of the account and not its name: many are remembered, and who
 * fails chooses the names. SHA-256, so that nobody can find another account with the same one.
 *
 * @param nanos when it was, by the monotonic clock
 * @param account of the account
 */
record Failure(long nanos, long account) {

  private static final String NOBODY = "";

  static Failure of(@Nullable String user, long nanos) {
    return new Failure(nanos, digest(user == null ? NOBODY : user));
  }

  /** The first eight bytes of the digest of the account that a user name stands for. */
  static long digest(String user) {
    byte[] account = Account.of(user).getBytes(StandardCharsets.UTF_8);
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(account)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java platform has it.
    }
  }
}
