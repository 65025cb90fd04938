package io.postern.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was given: values by key, with the place of each. The values of a list's items are in values
 * of their own.
 */
final class Values {

  private final Place place;
  private final Map<Key<?>, String> names;
  private final Map<Key<?>, Place> places = new HashMap<>();
  private final Map<Key<?>, Object> values = new HashMap<>();
  private final Map<String, List<Values>> lists = new HashMap<>();
  private final Map<String, Place> listPlaces = new HashMap<>();
  private final Set<String> brokenLists = new HashSet<>();

  /**
   * Nothing yet.
   *
   * @param place where the section begins
   * @param names of keys that go by another name than their path's
   */
  Values(Place place, Map<Key<?>, String> names) {
    this.place = place;
    this.names = names;
  }

  /** Reads a text as the key's value; a text that is not what is expected is a mistake. */
  <T> void read(Key<T> key, Place at, String text, Problems problems) {
    places.put(key, at);
    Optional<T> value = key.type().parse(text);
    if (value.isEmpty()) {
      problems.expected(at, key.type().expected(), text);
      return;
    }
    values.put(key, value.get());
    key.advice()
        .filter(advice -> advice.unwise().test(value.get()))
        .ifPresent(advice -> problems.warn(at, Quote.bare(text) + " " + advice.warning()));
  }

  /** Says where a key stands that has no valid value of its own. */
  void place(Key<?> key, Place at) {
    places.put(key, at);
  }

  Values addItem(String list, Place at) {
    Values item = new Values(at, names);
    lists.computeIfAbsent(list, absent -> new ArrayList<>()).add(item);
    return item;
  }

  List<Values> items(String list) {
    return lists.getOrDefault(list, List.of());
  }

  /** Says where a list stands, even if it is empty. */
  void placeList(String list, Place at) {
    listPlaces.put(list, at);
  }

  /** Says that a list has items, but not all could be read. */
  void breakList(String list) {
    brokenLists.add(list);
  }

  /** Whether nobody tried to give an item. */
  boolean isEmpty(String list) {
    return items(list).isEmpty() && !brokenLists.contains(list);
  }

  /** Where the list stands; if it is not given, where its section begins. */
  Place placeOfList(String list, String key) {
    return listPlaces.getOrDefault(list, place.of(key));
  }

  boolean isGiven(Key<?> key) {
    return places.containsKey(key);
  }

  /** Whether something was given that is not the default. */
  boolean isChanged(Key<?> key) {
    return isGiven(key) && !Objects.equals(values.get(key), key.fallback());
  }

  /**
   * The value, or the default; empty if what was given is a mistake, or a needed key is missing.
   */
  @SuppressWarnings("unchecked") // read() put it there, under a key of its type
  <T> Optional<T> find(Key<T> key) {
    @Nullable T absent = isGiven(key) ? null : key.fallback();
    return Optional.ofNullable((T) values.getOrDefault(key, absent));
  }

  /** The value, or the default; only for configurations without mistakes. */
  <T> T get(Key<T> key) {
    return find(key).orElseThrow(() -> new IllegalStateException("no value of " + key.path()));
  }

  Place place() {
    return place;
  }

  /** Where the key stands; if it is not given, where its section begins. */
  Place place(Key<?> key) {
    Place given = places.get(key);
    if (given != null) {
      return given;
    }
    String path = place.key().isEmpty() ? key.path() : place.key() + "." + key.name();
    return place.of(names.getOrDefault(key, path));
  }
}
