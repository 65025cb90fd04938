package io.postern.config;

import io.postern.policy.NamePattern;
import java.util.Optional;

/** The type of what names users, and the patterns that stand for names. */
final class UserTypes {

  private UserTypes() {}

  static TextShape<UserName> user() {
    return TextShape.of(
            new ValueType<>(
                "a user's name, a glob such as \"acme-*\" or a regular expression such as"
                    + " \"/eu-[0-9]+/\"",
                text -> PlainText.read(UserTypes::readUser, text),
                UserName::text),
            Schemas.text())
        .tail(text -> PlainText.why(UserTypes::readUser, text));
  }

  private static UserName readUser(String text) {
    if (text.equalsIgnoreCase(UserName.ANONYMOUS)) {
      return new UserName(UserName.ANONYMOUS, Optional.empty());
    }
    return new UserName(text, pattern(text));
  }

  /**
   * A glob or {@code /regex/}; empty if it is just a name.
   *
   * @throws IllegalArgumentException if it can't be read
   */
  static Optional<NamePattern> pattern(String text) {
    if (text.startsWith("/")) {
      if (text.length() < 3 || !text.endsWith("/")) {
        throw new IllegalArgumentException(
            "'" + text + "' begins like a regular expression, but does not end in '/'");
      }
      return Optional.of(NamePattern.regex(text.substring(1, text.length() - 1)));
    }
    boolean glob = text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    return glob ? Optional.of(NamePattern.glob(text)) : Optional.empty();
  }
}
