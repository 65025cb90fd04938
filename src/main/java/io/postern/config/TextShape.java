package io.postern.config;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A plain value.
 *
 * @param type how a text becomes a value
 * @param tail what is told behind "expected ..." of a text that is none
 * @param schema a JSON Schema
 */
record TextShape<T>(ValueType<T> type, UnaryOperator<String> tail, Map<String, Object> schema)
    implements Shape<T> {

  static <T> TextShape<T> of(ValueType<T> type, Map<String, Object> schema) {
    return new TextShape<>(type, TextShape::got, schema);
  }

  /** The same, with a hint behind what was got. */
  TextShape<T> hint(UnaryOperator<String> hint) {
    return tail(text -> got(text) + hint.apply(text));
  }

  /** The same, with other words behind what was expected. */
  TextShape<T> tail(UnaryOperator<String> other) {
    return new TextShape<>(type, other, schema);
  }

  static String got(String text) {
    return ", got " + Quote.text(text);
  }

  @Override
  public Optional<T> read(Node node, Place at, Reading reading) {
    if (!(node instanceof ScalarNode)) {
      reading.problems().expected(at, expected(), Nodes.shown(node));
      return Optional.empty();
    }
    return read(Nodes.shown(node), at, reading.problems());
  }

  /** The value of a text; empty if it is none, which is then told. */
  Optional<T> read(String text, Place at, Problems problems) {
    Optional<T> value = type.parse(text);
    if (value.isEmpty()) {
      problems.mistake(at, "expected " + expected() + tail.apply(text));
    }
    return value;
  }

  @Override
  public String expected() {
    return type.expected();
  }
}
