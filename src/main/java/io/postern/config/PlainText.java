package io.postern.config;

import java.util.Optional;
import java.util.function.Function;

/** Texts that are read by what throws where they are wrong, and says why. */
final class PlainText {

  /** The longest user name, path or text: more is a mistake. */
  static final int MOST_CHARACTERS = 512;

  private PlainText() {}

  /** What a reader makes of a text; empty if it is not plain, or the reader refuses it. */
  static <T> Optional<T> read(Function<String, T> reader, String text) {
    if (!isPlain(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What is wrong with a text that {@link #read} does not take. */
  static String why(Function<String, ?> reader, String text) {
    if (!isPlain(text)) {
      return TextShape.got(text);
    }
    try {
      Object read = reader.apply(text);
      throw new IllegalStateException(read + " is right");
    } catch (IllegalArgumentException e) {
      return "; " + Quote.line(String.valueOf(e.getMessage()));
    }
  }

  /** Neither empty nor endless, and without control characters. */
  static boolean isPlain(String text) {
    return !text.isBlank()
        && text.length() <= MOST_CHARACTERS
        && text.chars().noneMatch(Character::isISOControl);
  }
}
