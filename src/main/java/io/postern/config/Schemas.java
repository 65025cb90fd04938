package io.postern.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pieces of JSON Schema (draft-07, which the editors know). */
final class Schemas {

  private Schemas() {}

  static Map<String, Object> of(String key, Object value) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put(key, value);
    return schema;
  }

  static Map<String, Object> with(Map<String, Object> schema, String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(schema);
    more.put(key, value);
    return more;
  }

  /** A text that YAML may take for a number: {@code 7}, {@code 10:30}. */
  static Map<String, Object> text() {
    return with(of("type", List.of("string", "number")), "minLength", 1);
  }

  static Map<String, Object> text(String pattern) {
    return with(of("type", "string"), "pattern", "^(" + pattern + ")$");
  }

  static Map<String, Object> truth() {
    return of("type", "boolean");
  }

  static Map<String, Object> number(long least, long most) {
    return with(with(of("type", "integer"), "minimum", least), "maximum", most);
  }

  static Map<String, Object> words(Collection<String> words) {
    return of("enum", List.copyOf(words));
  }

  static Map<String, Object> anyOf(Map<String, Object> one, Map<String, Object> other) {
    return of("anyOf", List.of(one, other));
  }

  static Map<String, Object> oneOrMany(Map<String, Object> item, int least) {
    return anyOf(item, with(with(of("type", "array"), "items", item), "minItems", least));
  }

  static Map<String, Object> section(List<RuleKey<?>> keys) {
    Map<String, Object> properties = new LinkedHashMap<>();
    keys.forEach(key -> properties.put(key.name(), described(key)));
    Map<String, Object> schema = of("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    List<String> required = keys.stream().filter(RuleKey::required).map(RuleKey::name).toList();
    return required.isEmpty() ? schema : with(schema, "required", required);
  }

  private static Map<String, Object> described(RuleKey<?> key) {
    Map<String, Object> schema = of("description", key.description());
    schema.putAll(key.shape().schema());
    return schema;
  }
}
