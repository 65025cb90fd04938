package io.postern.users;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hashes of passwords: bcrypt, in the form that {@code htpasswd -B} and most others write. */
public final class PasswordHash {

  /** What a new hash costs, as a power of two: some 100 ms on a processor of 2020. */
  public static final int COST = 11;

  /** Anything below is tried too fast by who has stolen the file. */
  static final int LEAST_COST = 5;

  /** Anything above keeps one processor busy for seconds, for each login. */
  static final int MOST_COST = 14;

  /** Bcrypt takes no more of a password: what is behind would not count. */
  static final int MOST_BYTES = 72;

  private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

  private PasswordHash() {}

  /**
   * Hashes a password with a salt of its own.
   *
   * @throws IllegalArgumentException if it is empty, longer than bcrypt takes, or has a character
   *     that no password of FTP can have
   */
  public static String of(String password) {
    if (!isPossible(password) || password.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          "expected a password of 1 to " + MOST_BYTES + " bytes, without control characters");
    }
    return BCrypt.withDefaults().hashToString(COST, password.toCharArray());
  }

  /** What a hash costs; empty if it is none, or of another kind. */
  static Optional<Integer> cost(String hash) {
    Matcher form = FORM.matcher(hash);
    return form.matches() ? Optional.of(Integer.valueOf(form.group(1))) : Optional.empty();
  }

  /** Whether a password is that of a hash. It takes its time, whatever comes of it. */
  static boolean matches(String password, String hash) {
    byte[] bytes = (isPossible(password) ? password : " ").getBytes(StandardCharsets.UTF_8);
    boolean verified =
        BCrypt.verifyer().verify(bytes, hash.getBytes(StandardCharsets.US_ASCII)).verified;
    return verified && isPossible(password);
  }

  /** A hash that no password has, for users who are not there: it costs the same. */
  static String ofNobody(int cost) {
    return "$2b$" + (cost < 10 ? "0" : "") + cost + "$" + ".".repeat(53);
  }

  private static boolean isPossible(String password) {
    int bytes = password.getBytes(StandardCharsets.UTF_8).length;
    return bytes > 0 && bytes <= MOST_BYTES && password.indexOf(0) < 0;
  }
}
