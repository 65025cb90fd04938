package io.postern.config;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A key of the configuration file.
 *
 * @param path its sections and its name; {@code []} stands behind the name of a list: {@code
 *     listeners[].server}
 * @param type what its value is
 * @param fallback its default; null if it must be given
 * @param description what it does, as one sentence
 * @param advice what to warn of
 */
record Key<T>(
    String path,
    ValueType<T> type,
    @Nullable T fallback,
    String description,
    Optional<Advice<T>> advice) {

  /** A kind of value that is allowed, but warned of. */
  record Advice<T>(Predicate<T> unwise, String warning) {}

  static <T> Key<T> of(String path, ValueType<T> type, @Nullable T fallback, String description) {
    return new Key<>(path, type, fallback, description, Optional.empty());
  }

  Key<T> warn(Predicate<T> unwise, String warning) {
    return new Key<>(path, type, fallback, description, Optional.of(new Advice<>(unwise, warning)));
  }

  /** The default as it is written in a file; empty if there is none. */
  String defaultText() {
    return fallback == null ? "" : type.write(fallback);
  }

  /** The last part of the path. */
  String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  // Two keys are the same if they have one path; the functions in a type have no equality.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Key<?> key && key.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }
}
