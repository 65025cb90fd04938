package io.postern.policy;

import java.util.Optional;

/**
 * Whom the verified certificate of a client names (RFC 2253). Immutable.
 *
 * @param text the whole name, the most specific part first, such as {@code CN=bob,O=Partner}; each
 *     {@code =} inside a value is escaped, so that no value looks like a part of its own. Empty if
 *     there is no certificate, or it names nobody
 * @param commonName the value of the first CN, without escapes; empty if there is none. The first
 *     is the most specific one: Active Directory writes {@code CN=bob,CN=Users,DC=corp}
 */
public record Subject(String text, String commonName) {

  /** No certificate. */
  public static final Subject NONE = new Subject("", "");

  /**
   * Reads a name as {@link javax.security.auth.x500.X500Principal#getName()} writes it; empty if it
   * is no such name.
   */
  public static Optional<Subject> parse(String text) {
    return text.isEmpty() ? Optional.of(NONE) : new SubjectText(text).read();
  }

  /** Whether nobody is named. */
  public boolean isNone() {
    return text.isEmpty();
  }

  @Override
  public String toString() {
    return text;
  }
}
