package io.postern.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** One reading of a rules file: the sets that it has, the files that it names, what is wrong. */
final class Reading {

  /** The most values of all conditions together, sets counted wherever they are named. */
  static final int MOST_VALUES = 1_000_000;

  /** As many suggestions are looked for; a file of nothing but mistakes must not take long. */
  private static final int MOST_SUGGESTIONS = 500;

  private final Place file;
  private final Path folder;
  private final Set<String> listeners;
  private final Problems problems;
  private final Map<String, NamedSet<?>> sets = new LinkedHashMap<>();
  private final Set<String> wrongSets = new HashSet<>();
  private final List<Path> files = new ArrayList<>();
  private int values;
  private boolean full;
  private int suggestions;

  /**
   * Nothing yet.
   *
   * @param folder what the names of files are relative to
   * @param listeners the names of all; empty if they are not known
   */
  Reading(Place file, Path folder, Set<String> listeners, Problems problems) {
    this.file = file;
    this.folder = folder;
    this.listeners = listeners;
    this.problems = problems;
  }

  /** The same, where no listener is known. */
  Reading(Place file, Path folder, Problems problems) {
    this(file, folder, Set.of(), problems);
  }

  Problems problems() {
    return problems;
  }

  /** Where a node stands. */
  Place at(Node node, String key) {
    return YamlText.at(file.of(key), node.getStartMark());
  }

  /** The file of this name, remembered as one of those that were read. */
  Path resolve(Path name) {
    Path path = folder.resolve(name).toAbsolutePath().normalize();
    if (!files.contains(path)) {
      files.add(path);
    }
    return path;
  }

  /** The name of a file as messages show it. */
  String shown(Path name) {
    return folder.resolve(name).toString();
  }

  /** The files that were read beside the rules file, or that should have been. */
  List<Path> files() {
    return List.copyOf(files);
  }

  void addSet(String name, NamedSet<?> set) {
    sets.put(name, set);
  }

  /** A set that has a mistake, so that its name is not told as another one. */
  void addWrongSet(String name) {
    wrongSets.add(name);
  }

  boolean isWrongSet(String name) {
    return wrongSets.contains(name);
  }

  @Nullable NamedSet<?> set(String name) {
    return sets.get(name);
  }

  /** The names of the sets of a kind. */
  List<String> sets(SetKind<?> kind) {
    return sets.entrySet().stream()
        .filter(set -> set.getValue().kind().equals(kind))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The word that was probably meant. */
  Optional<String> suggest(String text, Collection<String> words) {
    return suggestions++ < MOST_SUGGESTIONS
        ? Suggestion.nearest(Quote.bare(text), words)
        : Optional.empty();
  }

  /** True; a name that no listener has is warned of. */
  boolean knowsListener(String name, Place at) {
    if (!listeners.isEmpty() && !listeners.contains(name)) {
      String near =
          suggest(name, listeners)
              .map(word -> "; did you mean \"" + word + "\"?")
              .orElse("; there are " + String.join(", ", new TreeSet<>(listeners)));
      problems.warn(at, "no listener is named " + Quote.text(name) + near);
    }
    return true;
  }

  /** Whether there may be so many values more; the first time that there may not is a mistake. */
  boolean mayHold(int more, Place at) {
    boolean fit = more <= MOST_VALUES - values;
    if (!fit && !full) {
      problems.mistake(
          at, "expected at most " + MOST_VALUES + " values in all conditions together, got more");
    }
    full |= !fit;
    values = full ? MOST_VALUES : values + more;
    return fit;
  }
}
