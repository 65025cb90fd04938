package io.postern.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One value, or a list of them. A word may stand for several values, or for a set. */
record Items<T>(String expected, Map<String, Object> itemSchema, boolean mayBeEmpty, Word<T> word)
    implements Shape<List<T>> {

  /** What a word stands for. */
  interface Word<T> {
    /** Its values, none if it is an empty set; empty if it is a mistake, which is then told. */
    Optional<List<T>> values(String text, Place at, Reading reading);
  }

  /** Plain values. */
  static <T> Items<T> of(TextShape<T> item) {
    return new Items<>(
        item.expected(),
        item.schema(),
        false,
        (text, at, reading) -> item.read(text, at, reading.problems()).map(List::of));
  }

  /** Words that each stand for one value or more. */
  static <T> Items<T> flat(TextShape<? extends Collection<T>> item) {
    return new Items<>(
        item.expected(),
        item.schema(),
        false,
        (text, at, reading) -> item.read(text, at, reading.problems()).map(List::copyOf));
  }

  /** The same, but there may be none. */
  Items<T> orNone() {
    return new Items<>(expected, itemSchema, true, word);
  }

  @Override
  public Optional<List<T>> read(Node node, Place at, Reading reading) {
    if (node instanceof ScalarNode) {
      return item(node, at, reading);
    }
    if (!(node instanceof SequenceNode list) || (list.getValue().isEmpty() && !mayBeEmpty)) {
      reading.problems().expected(at, expected, shown(node));
      return Optional.empty();
    }
    return list.getValue().size() == 1
        ? item(
            list.getValue().get(0), reading.at(list.getValue().get(0), at.key() + "[0]"), reading)
        : items(list.getValue(), at, reading);
  }

  private static String shown(Node node) {
    return node instanceof SequenceNode ? "an empty list" : Nodes.shown(node);
  }

  private Optional<List<T>> items(List<Node> nodes, Place at, Reading reading) {
    List<T> all = new ArrayList<>();
    boolean whole = true;
    for (int i = 0; i < nodes.size(); i++) {
      Place place = reading.at(nodes.get(i), at.key() + "[" + i + "]");
      Optional<List<T>> item = item(nodes.get(i), place, reading);
      item.ifPresent(all::addAll);
      whole &= item.isPresent();
    }
    return whole ? Optional.of(List.copyOf(all)) : Optional.empty();
  }

  private Optional<List<T>> item(Node node, Place at, Reading reading) {
    if (!(node instanceof ScalarNode)) {
      reading.problems().expected(at, expected, Nodes.shown(node));
      return Optional.empty();
    }
    return word.values(Nodes.shown(node), at, reading)
        .filter(values -> reading.mayHold(values.size(), at));
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.oneOrMany(itemSchema, mayBeEmpty ? 0 : 1);
  }
}
