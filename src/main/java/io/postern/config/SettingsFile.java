package io.postern.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** A configuration file in YAML. Thread-safe: each call reads anew. */
public final class SettingsFile {

  private SettingsFile() {}

  /**
   * Reads a file.
   *
   * @throws ConfigException if it can't be read, or holds mistakes: all of them
   */
  public static LoadedSettings load(Path file) throws ConfigException {
    return load(file, Map.of());
  }

  /**
   * Reads a file.
   *
   * @param over what wins over the file; only options that {@linkplain
   *     SettingsOptions#goesWithFile() go with one}
   * @throws ConfigException if it can't be read, or holds mistakes: all of them
   */
  public static LoadedSettings load(Path file, Map<SettingsOptions, String> over)
      throws ConfigException {
    Problems problems = new Problems();
    Place place = new Place(file.toString(), 0, 0, "");
    try {
      return parse(file.toString(), FileBytes.read(file, YamlText.MOST_BYTES), over);
    } catch (IOException e) {
      problems.mistake(place, FileBytes.reason(file, e));
    }
    problems.throwMistakes();
    throw new IllegalStateException("a mistake was told");
  }

  /**
   * Reads the content of a file.
   *
   * @param file its name, for the mistakes
   * @param content UTF-8, at most 256 KiB
   * @throws ConfigException if it holds mistakes: all of them
   */
  public static LoadedSettings parse(String file, byte[] content) throws ConfigException {
    return parse(file, content, Map.of());
  }

  private static LoadedSettings parse(
      String file, byte[] content, Map<SettingsOptions, String> over) throws ConfigException {
    Problems problems = new Problems();
    Place place = new Place(file, 0, 0, "");
    Optional<Node> root = YamlText.compose(place, content, problems);
    problems.throwMistakes();
    Values values = new TreeReader(place, problems).read(root);
    over.forEach((option, text) -> option.read(text, values, problems));
    return Assembly.assemble(values, problems);
  }
}
