package io.postern.config;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Walks a YAML tree along the table of keys, and tells all that is not in it. */
final class TreeReader {

  private final Place file;
  private final Problems problems;
  private final Map<String, Key<?>> keys = new HashMap<>();
  private final Map<String, Set<String>> children = new HashMap<>();

  TreeReader(Place file, Problems problems) {
    this.file = file;
    this.problems = problems;
    for (Key<?> key : Keys.all()) {
      keys.put(key.path(), key);
      addToParents(key.path());
    }
  }

  private void addToParents(String path) {
    int dot = path.lastIndexOf('.');
    String section = dot < 0 ? "" : path.substring(0, dot);
    children.computeIfAbsent(section, absent -> new LinkedHashSet<>()).add(path.substring(dot + 1));
    if (dot >= 0) {
      addToParents(section);
    }
  }

  /** All that the tree gives; what is wrong with it is told, and left out. */
  Values read(Optional<Node> root) {
    Values values = new Values(new Place(file.file(), 1, 1, ""), Map.of());
    root.filter(node -> !Nodes.isNothing(node)).ifPresent(node -> readRoot(node, values));
    return values;
  }

  private void readRoot(Node node, Values values) {
    if (!(node instanceof MappingNode)) {
      values.breakList(Keys.LISTENERS);
    }
    readSection(node, "", "", values);
  }

  private void readSection(Node node, String section, String path, Values values) {
    if (!(node instanceof MappingNode mapping)) {
      problems.expected(
          at(node, path), "keys such as `" + example(section) + "`", Nodes.shown(node));
      return;
    }
    Map<String, Place> seen = new HashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      readEntry(entry, section, path, values, seen);
    }
  }

  private void readEntry(
      NodeTuple entry, String section, String path, Values values, Map<String, Place> seen) {
    Node keyNode = entry.getKeyNode();
    if (!(keyNode instanceof ScalarNode scalar)) {
      problems.expected(at(keyNode, path), "the name of a key", Nodes.shown(keyNode));
      return;
    }
    String name = scalar.getValue();
    Place place = at(keyNode, Nodes.join(path, Quote.bare(name)));
    Place first = seen.putIfAbsent(name, place);
    if (first != null) {
      problems.mistake(place, "expected each key once, it is already on line " + first.line());
      return;
    }
    readValue(entry.getValueNode(), section, name, place, values);
  }

  private void readValue(Node node, String section, String name, Place place, Values values) {
    Set<String> known = children.getOrDefault(section, Set.of());
    String pattern = Nodes.join(section, name);
    if (known.contains(name + "[]")) {
      readList(node, pattern + "[]", place, values);
    } else if (!known.contains(name)) {
      problems.mistake(place, "unknown key; " + advice(name, known));
    } else if (keys.get(pattern) == null) {
      readOptionalSection(node, pattern, place.key(), values);
    } else {
      readScalar(node, keys.get(pattern), place.key(), values);
    }
  }

  private static String advice(String name, Set<String> known) {
    List<String> names = known.stream().map(TreeReader::plain).toList();
    return Suggestion.nearest(Quote.bare(name), names)
        .map(near -> "did you mean \"" + near + "\"?")
        .orElse("expected one of " + String.join(", ", names));
  }

  /** A section whose keys are all commented out is a section without keys. */
  private void readOptionalSection(Node node, String section, String path, Values values) {
    if (!Nodes.isNothing(node)) {
      readSection(node, section, path, values);
    }
  }

  private void readList(Node node, String list, Place place, Values values) {
    values.placeList(list, at(node, place.key()));
    if (Nodes.isNothing(node)) {
      return;
    }
    if (node instanceof SequenceNode sequence) {
      readItems(sequence, list, place, values);
    } else {
      values.breakList(list);
      problems.expected(
          at(node, place.key()),
          "a list, each item as `- " + example(list) + "`",
          Nodes.shown(node));
    }
  }

  private void readItems(SequenceNode sequence, String list, Place place, Values values) {
    int index = 0;
    for (Node item : sequence.getValue()) {
      Place at = at(item, place.key() + "[" + index++ + "]");
      if (item instanceof MappingNode) {
        readSection(item, list, at.key(), values.addItem(list, at));
      } else {
        values.breakList(list);
        problems.expected(at, "keys such as `" + example(list) + "`", Nodes.shown(item));
      }
    }
  }

  private void readScalar(Node node, Key<?> key, String path, Values values) {
    Place place = at(node, path);
    if (node instanceof ScalarNode scalar) {
      values.read(key, place, Nodes.isNothing(node) ? "" : scalar.getValue(), problems);
    } else if (key.type().isList() && isPlainList(node)) {
      values.read(key, place, joined((SequenceNode) node), problems);
    } else {
      values.place(key, place);
      problems.expected(place, key.type().expected(), Nodes.shown(node));
    }
  }

  private static boolean isPlainList(Node node) {
    return node instanceof SequenceNode list
        && list.getValue().stream().allMatch(each -> each instanceof ScalarNode);
  }

  private static String joined(SequenceNode list) {
    return list.getValue().stream()
        .map(Nodes::shown)
        .collect(Collectors.joining(ValueType.SEPARATOR));
  }

  private String example(String section) {
    String name = children.getOrDefault(section, Set.of()).stream().findFirst().orElse("");
    return plain(name) + ": ...";
  }

  private static String plain(String name) {
    return name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
  }

  private Place at(Node node, String path) {
    return YamlText.at(file.of(path), node.getStartMark());
  }
}
