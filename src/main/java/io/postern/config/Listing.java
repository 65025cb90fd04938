package io.postern.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A list of sections. Those that have mistakes are left out. */
record Listing(Section item) implements Shape<List<Fields>> {

  static final int MOST = 10_000;

  @Override
  public Optional<List<Fields>> read(Node node, Place at, Reading reading) {
    if (Nodes.isNothing(node)) {
      return Optional.of(List.of());
    }
    if (!(node instanceof SequenceNode list)) {
      reading.problems().expected(at, expected(), Nodes.shown(node));
      return Optional.empty();
    }
    if (list.getValue().size() > MOST) {
      reading.problems().mistake(at, "expected at most " + MOST + " rules, got more");
      return Optional.empty();
    }
    List<Fields> items = new ArrayList<>();
    for (Node each : list.getValue()) {
      Place place = reading.at(each, at.key() + "[" + items.size() + "]");
      items.add(item.read(each, place, reading).orElse(new Fields(place)));
    }
    return Optional.of(items);
  }

  @Override
  public String expected() {
    return "a list, each item as `- " + item.keys().get(0).name() + ": ...`";
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = Schemas.of("type", List.of("array", "null"));
    schema.put("items", item.schema());
    schema.put("maxItems", MOST);
    return schema;
  }
}
