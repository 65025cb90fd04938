package io.postern.config;

/**
 * A key of a rules file. Keys are the same if they are one object.
 *
 * @param name as it is written
 * @param shape what its value is
 * @param required whether it must be given
 * @param fallback what holds where it is not given, in words
 * @param description what it does, as one sentence
 */
record RuleKey<T>(
    String name, Shape<T> shape, boolean required, String fallback, String description) {

  static <T> RuleKey<T> of(String name, Shape<T> shape, String fallback, String description) {
    return new RuleKey<>(name, shape, false, fallback, description);
  }

  static <T> RuleKey<T> required(String name, Shape<T> shape, String description) {
    return new RuleKey<>(name, shape, true, "required", description);
  }
}
