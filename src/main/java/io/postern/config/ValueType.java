package io.postern.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * How a text becomes a value, and back.
 *
 * @param expected what a text must be, to follow the word "expected": {@code a number from 1 to 10}
 * @param parser empty if the text is not what is expected; never throws
 * @param writer the value as it is written in a file
 */
record ValueType<T>(
    String expected, Function<String, Optional<T>> parser, Function<T, String> writer) {

  Optional<T> parse(String text) {
    return parser.apply(text);
  }

  String write(T value) {
    return writer.apply(value);
  }

  /** The same, with a word that stands for "none". */
  ValueType<Optional<T>> or(String word) {
    return new ValueType<>(
        expected + " or `" + word + "`",
        text -> text.equals(word) ? Optional.of(Optional.empty()) : given(text),
        value -> value.map(this::write).orElse(word));
  }

  /** The same, where a key that is not given means "none". */
  ValueType<Optional<T>> optional() {
    return new ValueType<>(
        expected, text -> given(text), value -> value.map(this::write).orElse(""));
  }

  // A parsed "none" is a value; no value is a mistake.
  private Optional<Optional<T>> given(String text) {
    return parse(text).flatMap(value -> Optional.of(Optional.of(value)));
  }
}
