package io.postern.config;

import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What a node of YAML holds, in words. */
final class Nodes {

  private Nodes() {}

  /** Whether a key has no value, or {@code null} or {@code ~}. */
  static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  /** The text of a value; of what is none, what it is. */
  static String shown(Node node) {
    if (node instanceof ScalarNode scalar) {
      return isNothing(node) ? "" : scalar.getValue();
    }
    return node instanceof SequenceNode ? "a list" : "keys";
  }

  static String join(String section, String name) {
    return section.isEmpty() ? name : section + "." + name;
  }
}
