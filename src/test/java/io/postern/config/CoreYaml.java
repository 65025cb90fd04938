package io.postern.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * YAML as the editors' language server takes it: 1.2, where neither `08:00` nor `yes` is special.
 */
final class CoreYaml {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MOST_DEPTH = 30;

  private CoreYaml() {}

  static JsonNode json(String text) {
    Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    return root == null ? JSON.nullNode() : json(root, 0);
  }

  private static JsonNode json(Node node, int depth) {
    if (depth > MOST_DEPTH) {
      return JSON.nullNode();
    }
    if (node instanceof MappingNode mapping) {
      ObjectNode object = JSON.objectNode();
      mapping
          .getValue()
          .forEach(
              entry ->
                  object.set(
                      entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "[]",
                      json(entry.getValueNode(), depth + 1)));
      return object;
    }
    if (node instanceof SequenceNode list) {
      ArrayNode array = JSON.arrayNode();
      list.getValue().forEach(item -> array.add(json(item, depth + 1)));
      return array;
    }
    ScalarNode scalar = (ScalarNode) node;
    return scalar.isPlain() ? plain(scalar.getValue()) : JSON.textNode(scalar.getValue());
  }

  /** The core schema of YAML 1.2, section 10.3.2, as far as rules need it. */
  private static JsonNode plain(String text) {
    if (text.matches("|~|null|Null|NULL")) {
      return JSON.nullNode();
    }
    if (text.matches("true|True|TRUE|false|False|FALSE")) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    if (text.matches("[-+]?[0-9]{1,18}")) {
      return JSON.numberNode(Long.parseLong(text));
    }
    return text.matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?")
        ? JSON.numberNode(Double.parseDouble(text))
        : JSON.textNode(text);
  }
}
