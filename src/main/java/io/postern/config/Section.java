package io.postern.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A section with keys that are known. They are read in the order of the table, not of the file.
 *
 * @param keys all that it may have
 */
record Section(List<RuleKey<?>> keys) implements Shape<Fields> {

  @Override
  public Optional<Fields> read(Node node, Place at, Reading reading) {
    if (!(node instanceof MappingNode mapping)) {
      reading.problems().expected(at, expected(), Nodes.shown(node));
      return Optional.empty();
    }
    Map<String, Node> entries = new HashMap<>();
    entries(mapping, at, reading)
        .forEach((place, entry) -> addKnown(entry, place, entries, reading));
    Fields fields = new Fields(at);
    for (RuleKey<?> key : keys) {
      readKey(key, entries.get(key.name()), fields, reading);
    }
    return Optional.of(fields);
  }

  /** The entries of a mapping by the places of their keys; a key twice is a mistake. */
  static Map<Place, NodeTuple> entries(MappingNode mapping, Place at, Reading reading) {
    Map<Place, NodeTuple> entries = new LinkedHashMap<>();
    Map<String, Place> seen = new HashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        Place place = reading.at(entry.getKeyNode(), at.key());
        reading.problems().expected(place, "the name of a key", Nodes.shown(entry.getKeyNode()));
        continue;
      }
      Place place = reading.at(key, Nodes.join(at.key(), Quote.bare(key.getValue())));
      Place first = seen.putIfAbsent(key.getValue(), place);
      if (first == null) {
        entries.put(place, entry);
      } else {
        reading
            .problems()
            .mistake(place, "expected each key once, it is already on line " + first.line());
      }
    }
    return entries;
  }

  static String name(NodeTuple entry) {
    return ((ScalarNode) entry.getKeyNode()).getValue();
  }

  private void addKnown(NodeTuple entry, Place at, Map<String, Node> known, Reading reading) {
    List<String> names = keys.stream().map(RuleKey::name).toList();
    String name = name(entry);
    if (names.contains(name)) {
      known.put(name, entry.getValueNode());
      return;
    }
    String advice =
        reading
            .suggest(name, names)
            .map(near -> "did you mean \"" + near + "\"?")
            .orElse("expected one of " + String.join(", ", names));
    reading.problems().mistake(at, "unknown key; " + advice);
  }

  private static <T> void readKey(
      RuleKey<T> key,
      @org.jspecify.annotations.Nullable Node node,
      Fields fields,
      Reading reading) {
    if (node == null) {
      if (key.required()) {
        reading
            .problems()
            .mistake(
                fields.place(key),
                "is missing; expected `" + key.name() + ": " + key.shape().expected() + "`");
      }
      return;
    }
    Place at = reading.at(node, Nodes.join(fields.place().key(), key.name()));
    fields.place(key, at);
    key.shape().read(node, at, reading).ifPresent(value -> fields.put(key, value));
  }

  @Override
  public String expected() {
    return "keys such as `" + keys.get(0).name() + ": ...`";
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.section(keys);
  }
}
