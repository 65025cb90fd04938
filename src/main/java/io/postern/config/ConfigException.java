package io.postern.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that can't be used, with every mistake that it has. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Copies the list.
   *
   * @param problems at least one
   */
  ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Every mistake, in the order of the text; at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
