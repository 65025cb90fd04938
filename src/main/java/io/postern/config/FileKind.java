package io.postern.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What a file of ours is, as its first keys tell: a file in the wrong place is a likely slip. */
public enum FileKind {
  /** What {@link SettingsFile} reads. */
  SETTINGS("a settings file"),
  /** What {@link RulesFile} reads. */
  RULES("a rules file"),
  /** What {@link RuleTestsFile} reads. */
  TESTS("a file of rule tests");

  private final String words;

  FileKind(String words) {
    this.words = words;
  }

  /** For people: {@code a rules file}. */
  public String words() {
    return words;
  }

  /** What a file seems to be; empty if it can't be told, or read. */
  public static Optional<FileKind> of(Path file) {
    try {
      byte[] content = FileBytes.read(file, RulesFile.MOST_BYTES);
      return YamlText.compose(
              new Place("", 0, 0, ""), content, RulesFile.MOST_BYTES, new Problems())
          .flatMap(FileKind::of);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<FileKind> of(Node root) {
    if (!(root instanceof MappingNode mapping)) {
      return Optional.empty();
    }
    Set<String> names = mapping.getValue().stream().map(FileKind::name).collect(Collectors.toSet());
    if (names.contains("cases")) {
      return Optional.of(TESTS);
    }
    if (names.contains("listeners")) {
      return Optional.of(SETTINGS);
    }
    boolean rules =
        names.contains("default") || names.contains("sets") || hasListOfRules(mapping.getValue());
    return rules ? Optional.of(RULES) : Optional.empty();
  }

  /** The settings have {@code rules} too, but with keys: the name of a file. */
  private static boolean hasListOfRules(List<NodeTuple> entries) {
    return entries.stream()
        .anyMatch(
            entry -> name(entry).equals("rules") && entry.getValueNode() instanceof SequenceNode);
  }

  private static String name(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
  }
}
