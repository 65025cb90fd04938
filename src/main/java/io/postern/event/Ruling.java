package io.postern.event;

import java.util.List;

/**
 * What the rules said to a command.
 *
 * @param rule the id of the rule that decided; empty if none was asked
 * @param trace the id that a denied client was told; empty if it was not denied
 * @param observed the ids of the rules that would have denied it
 * @param path the absolute path that it was about; empty if there is none or it can't be told
 */
public record Ruling(String rule, String trace, List<String> observed, String path) {

  /** Nothing. */
  public static final Ruling NONE = new Ruling("", "", List.of(), "");
}
