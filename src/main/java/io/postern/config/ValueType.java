package io.postern.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a text becomes a value, and back.
 *
 * @param expected what a text must be, to follow the word "expected": {@code a number from 1 to 10}
 * @param parser empty if the text is not what is expected; never throws
 * @param writer the value as it is written in a file
 * @param isList whether a list of YAML is taken for it
 */
record ValueType<T>(
    String expected,
    Function<String, Optional<T>> parser,
    Function<T, String> writer,
    boolean isList) {

  /** Between the values of a list. */
  static final String SEPARATOR = ", ";

  ValueType(String expected, Function<String, Optional<T>> parser, Function<T, String> writer) {
    this(expected, parser, writer, false);
  }

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
        expected, text -> given(text), value -> value.map(this::write).orElse(""), isList);
  }

  /**
   * Several of them, at least one: in YAML a list, or text with commas. No value of such a type has
   * a comma.
   */
  ValueType<List<T>> list() {
    return new ValueType<>(
        "one or more of: " + expected,
        this::readAll,
        values -> values.stream().map(this::write).collect(Collectors.joining(SEPARATOR)),
        true);
  }

  private Optional<List<T>> readAll(String text) {
    List<T> values = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      Optional<T> value = parse(each.strip());
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(List.copyOf(values));
  }

  // A parsed "none" is a value; no value is a mistake.
  private Optional<Optional<T>> given(String text) {
    return parse(text).flatMap(value -> Optional.of(Optional.of(value)));
  }
}
