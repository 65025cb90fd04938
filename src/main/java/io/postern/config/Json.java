package io.postern.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes maps, lists, texts, numbers and truths as JSON, with two spaces for each depth. */
final class Json {

  private Json() {}

  static String write(Object value) {
    return write(value, "") + "\n";
  }

  private static String write(Object value, String indent) {
    String inner = indent + "  ";
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(each -> inner + quote(each.getKey()) + ": " + write(each.getValue(), inner))
          .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
    }
    if (value instanceof List<?> list) {
      boolean plain = list.stream().noneMatch(Map.class::isInstance);
      return plain
          ? list.stream()
              .map(each -> write(each, inner))
              .collect(Collectors.joining(", ", "[", "]"))
          : list.stream()
              .map(each -> inner + write(each, inner))
              .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
    }
    return value instanceof String text ? quote(text) : String.valueOf(value);
  }

  /** The schema's own texts have no control characters. */
  private static String quote(Object text) {
    return '"' + String.valueOf(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
