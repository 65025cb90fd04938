package io.postern.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A section with keys that are known. They are read in the order of the table, not of the file.
 *
 * @param keys all that it may have
 * @param least as many it must have; only the schema says so, what reads it knows better words
 * @param elsewhere the names of keys that are often put here, and where they belong
 */
record Section(List<RuleKey<?>> keys, int least, Map<String, String> elsewhere)
    implements Shape<Fields> {

  /** One that may be empty. */
  Section(List<RuleKey<?>> keys) {
    this(keys, 0, Map.of());
  }

  /** One that may not. */
  static Section ofSome(List<RuleKey<?>> keys) {
    return new Section(keys, 1, Map.of());
  }

  /** The same, which tells where keys belong that are none of its own. */
  Section elsewhere(String where, List<RuleKey<?>> others) {
    Map<String, String> all =
        Stream.concat(
                elsewhere.entrySet().stream(),
                others.stream().map(key -> Map.entry(key.name(), "`" + where + "`")))
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a + " or " + b));
    return new Section(keys, least, all);
  }

  @Override
  public Optional<Fields> read(Node node, Place at, Reading reading) {
    if (!(node instanceof MappingNode mapping)) {
      reading.problems().expected(at, expected(), Nodes.shown(node));
      return Optional.empty();
    }
    Fields fields = new Fields(at);
    Map<String, Node> entries = new HashMap<>();
    entries(mapping, at, reading)
        .forEach(
            (place, entry) -> {
              if (!addKnown(entry, place, entries, reading)) {
                fields.addUnknown();
              }
            });
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

  private boolean addKnown(NodeTuple entry, Place at, Map<String, Node> known, Reading reading) {
    List<String> names = keys.stream().map(RuleKey::name).toList();
    String name = name(entry);
    if (names.contains(name)) {
      known.put(name, entry.getValueNode());
      return true;
    }
    String belongs = elsewhere.get(name);
    reading
        .problems()
        .mistake(
            at,
            belongs == null
                ? "unknown key; " + advice(name, names, reading) + comma(entry)
                : "expected in " + belongs + ", not here");
    return false;
  }

  /** In {@code {deny: 553 No, never}}, the text ends at the comma. */
  private static String comma(NodeTuple entry) {
    return Nodes.isNothing(entry.getValueNode())
        ? "; a text that has a comma in {} belongs in quotation marks"
        : "";
  }

  private static String advice(String name, List<String> names, Reading reading) {
    return reading
        .suggest(name, names)
        .map(near -> "did you mean \"" + near + "\"?")
        .orElse("expected one of " + String.join(", ", names));
  }

  private static <T> void readKey(
      RuleKey<T> key, @Nullable Node node, Fields fields, Reading reading) {
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
    return least == 0
        ? Schemas.section(keys)
        : Schemas.with(Schemas.section(keys), "minProperties", least);
  }
}
