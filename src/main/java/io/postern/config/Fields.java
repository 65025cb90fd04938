package io.postern.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of one section of a rules file, with the place of each. */
final class Fields {

  private final Place place;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Object> values = new HashMap<>();
  private boolean unknown;

  Fields(Place place) {
    this.place = place;
  }

  /** Says where a key stands, whether or not its value is right. */
  void place(RuleKey<?> key, Place at) {
    places.put(key.name(), at);
  }

  /** Says that a key stands here which is none. */
  void addUnknown() {
    unknown = true;
  }

  /** Whether none of the keys is given, nor one that may have been meant for it. */
  boolean hasNone(List<? extends RuleKey<?>> keys) {
    return !unknown && keys.stream().noneMatch(this::isGiven);
  }

  void put(RuleKey<?> key, Object value) {
    values.put(key.name(), value);
  }

  boolean isGiven(RuleKey<?> key) {
    return places.containsKey(key.name());
  }

  /** The value; empty if it is not given, or a mistake. */
  @SuppressWarnings("unchecked") // the key's own shape read it
  <T> Optional<T> find(RuleKey<T> key) {
    return Optional.ofNullable((T) values.get(key.name()));
  }

  /** Where the section begins. */
  Place place() {
    return place;
  }

  /** Where the key's value stands; if it is not given, where the section begins. */
  Place place(RuleKey<?> key) {
    return places.getOrDefault(key.name(), place.of(Nodes.join(place.key(), key.name())));
  }
}
