package io.postern.config;

import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** What a key of a rules file may hold: reads it, and says what it is. */
interface Shape<T> {

  /** The value; empty if the node holds a mistake, which is then told. */
  Optional<T> read(Node node, Place at, Reading reading);

  /** What it must be, to follow the word "expected". */
  String expected();

  /** The same for editors: a JSON Schema. */
  Map<String, Object> schema();
}
