package io.postern.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A section whose keys can be said in one word: {@code deny} for {@code {deny: true}}.
 *
 * @param words the keys that a word can stand for
 * @param section all keys
 */
record Choice(List<? extends RuleKey<?>> words, Section section) implements Shape<Fields> {

  @Override
  public Optional<Fields> read(Node node, Place at, Reading reading) {
    if (node instanceof MappingNode) {
      return section.read(node, at, reading);
    }
    String text = Nodes.shown(node);
    Optional<? extends RuleKey<?>> word =
        words.stream()
            .filter(key -> node instanceof ScalarNode && key.name().equals(text))
            .findFirst();
    if (word.isPresent()) {
      Fields fields = new Fields(at);
      set(word.get(), fields, reading);
      return Optional.of(fields);
    }
    String hint =
        reading.suggest(text, names()).map(w -> "; did you mean \"" + w + "\"?").orElse("");
    reading.problems().mistake(at, "expected " + expected() + ", got " + Quote.text(text) + hint);
    return Optional.empty();
  }

  private static <T> void set(RuleKey<T> key, Fields fields, Reading reading) {
    fields.place(key, fields.place());
    if (key.shape() instanceof TextShape<T> shape) {
      shape
          .read("true", fields.place(), reading.problems())
          .ifPresent(value -> fields.put(key, value));
    }
  }

  private List<String> names() {
    return words.stream().map(RuleKey::name).toList();
  }

  @Override
  public String expected() {
    return String.join(", ", names()) + " or keys as in {deny: 550 Not here.}";
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.anyOf(Schemas.words(names()), section.schema());
  }
}
