package io.postern.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;

/** A file of rules in YAML. Thread-safe: each call reads anew. */
public final class RulesFile {

  /** More is no file that somebody wrote; long lists go into files of sets. */
  static final int MOST_BYTES = 4 * 1024 * 1024;

  private RulesFile() {}

  /**
   * Reads a file, and the files of its sets.
   *
   * @throws ConfigException if one can't be read, or holds mistakes: all of them; it names all
   *     files that were asked for
   */
  public static LoadedRules load(Path file) throws ConfigException {
    return load(file, Set.of());
  }

  /**
   * Reads a file, and the files of its sets.
   *
   * @param listeners the names of all listeners, to warn of rules for others; empty if they are not
   *     known
   * @throws ConfigException if one can't be read, or holds mistakes: all of them; it names all
   *     files that were asked for
   */
  public static LoadedRules load(Path file, Set<String> listeners) throws ConfigException {
    Path absolute = file.toAbsolutePath().normalize();
    List<Path> asked = List.of(absolute);
    byte[] content;
    try {
      content = FileBytes.read(file, MOST_BYTES);
    } catch (IOException e) {
      Problem problem = new Problem(file.toString(), 0, 0, "", FileBytes.reason(file, e));
      throw new ConfigException(List.of(problem), asked);
    }
    Path folder = file.getParent() == null ? Path.of("") : file.getParent();
    return parse(file.toString(), content, folder, listeners, asked);
  }

  /**
   * Reads the content of a file, and the files of its sets.
   *
   * @param name its name, for the mistakes
   * @param content UTF-8, at most 4 MiB
   * @param folder what the names of the files of sets are relative to
   * @throws ConfigException if it holds mistakes: all of them
   */
  public static LoadedRules parse(String name, byte[] content, Path folder) throws ConfigException {
    return parse(name, content, folder, Set.of(), List.of());
  }

  private static LoadedRules parse(
      String name, byte[] content, Path folder, Set<String> listeners, List<Path> asked)
      throws ConfigException {
    Problems problems = new Problems();
    Reading reading = new Reading(new Place(name, 0, 0, ""), folder, listeners, problems);
    try {
      Fields file = read(name, content, reading);
      problems.throwMistakes();
      RulesAssembly assembly = new RulesAssembly(file);
      RulesWarnings.tell(file, assembly.rules(), problems);
      return assembly.loaded(problems.warnings(), files(asked, reading));
    } catch (ConfigException e) {
      throw new ConfigException(e.problems(), files(asked, reading));
    }
  }

  private static Fields read(String name, byte[] content, Reading reading) throws ConfigException {
    Place whole = new Place(name, 0, 0, "");
    Optional<Node> root = YamlText.compose(whole, content, MOST_BYTES, reading.problems());
    reading.problems().throwMistakes();
    // A file that is empty for the moment in which an editor writes it must not allow everything.
    if (root.isEmpty() || Nodes.isNothing(root.get())) {
      reading.problems().expected(new Place(name, 1, 1, ""), RulesKeys.FILE.expected(), "");
      reading.problems().throwMistakes();
    }
    Place start = new Place(name, 1, 1, "");
    Fields file = RulesKeys.FILE.read(root.orElseThrow(), start, reading).orElse(new Fields(start));
    RulesChecks.run(file, reading.problems());
    return file;
  }

  private static List<Path> files(List<Path> asked, Reading reading) {
    return Stream.concat(asked.stream(), reading.files().stream()).distinct().toList();
  }
}
