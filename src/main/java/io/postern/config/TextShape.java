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
 * @param hint what else there is to say to a text that is none; empty if nothing
 * @param schema a JSON Schema
 */
record TextShape<T>(ValueType<T> type, UnaryOperator<String> hint, Map<String, Object> schema)
    implements Shape<T> {

  static <T> TextShape<T> of(ValueType<T> type, Map<String, Object> schema) {
    return new TextShape<>(type, text -> "", schema);
  }

  /** The same, with a hint. */
  TextShape<T> hint(UnaryOperator<String> other) {
    return new TextShape<>(type, other, schema);
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
      problems.mistake(
          at, "expected " + expected() + ", got " + Quote.text(text) + hint.apply(text));
    }
    return value;
  }

  @Override
  public String expected() {
    return type.expected();
  }
}
