package io.postern.deploy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A value of a YAML document, with all below it.
 *
 * @param value a map, a list, a scalar, or null where there is nothing
 */
record Tree(@Nullable Object value) {

  /** The documents of a file. */
  static List<Tree> documents(Path file) throws IOException {
    List<Tree> documents = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(reader)) {
        documents.add(new Tree(document));
      }
    }
    return documents;
  }

  /** What is below, by keys such as {@code spec.template}; nothing if one of them is not there. */
  Tree at(String keys) {
    Tree here = this;
    for (String key : keys.split("\\.", -1)) {
      here = here.value instanceof Map<?, ?> map ? new Tree(map.get(key)) : new Tree(null);
    }
    return here;
  }

  /** The items of a list; none if it is no list. */
  List<Tree> items() {
    List<Tree> items = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(item -> items.add(new Tree(item)));
    }
    return items;
  }

  /** The entries of a map of scalars; none if it is no map. */
  List<String> entries() {
    List<String> entries = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> entries.add(key + "=" + entry));
    }
    return entries;
  }

  boolean isThere() {
    return value != null;
  }

  String text() {
    return String.valueOf(value);
  }

  int number() {
    return Integer.parseInt(text());
  }
}
