package io.postern.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that can't be used, with every mistake that it has. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;
  private final transient List<Path> files;

  /**
   * Copies the list.
   *
   * @param problems at least one
   */
  ConfigException(List<Problem> problems) {
    this(problems, List.of());
  }

  /**
   * Copies the lists.
   *
   * @param problems at least one
   * @param files what was read, or should have been
   */
  ConfigException(List<Problem> problems, List<Path> files) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
    this.files = List.copyOf(files);
  }

  /** Every mistake, in the order of the text; at least one. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * Of rules that were loaded: what was read or asked for, absolute. A change of one of them may
   * put the mistake right.
   */
  public List<Path> files() {
    return files;
  }
}
