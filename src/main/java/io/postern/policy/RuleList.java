package io.postern.policy;

import java.util.List;

/**
 * The rules of a file, in order, and what decides where none of them does.
 *
 * @param rules the first that matches and decides, decides
 * @param otherwise the default: allow, deny or close
 * @param windowsPaths whether the server's paths ignore case and take {@code \} for {@code /}
 * @param traceInReply whether the reply to a denied command ends in the trace id
 */
public record RuleList(
    List<Rule> rules, Effect otherwise, boolean windowsPaths, boolean traceInReply) {

  /** No rule; everything is allowed. */
  public static final RuleList NONE = new RuleList(List.of(), Effect.ALLOW, false, true);

  /** Whether there is nothing to ask: no rule, and everything is allowed. */
  public boolean isOpen() {
    return rules.isEmpty() && otherwise.equals(Effect.ALLOW);
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the default does not decide
   */
  public RuleList {
    if (!otherwise.verdict().decides()) {
      throw new IllegalArgumentException("the default is allow, deny or close");
    }
    rules = List.copyOf(rules);
  }
}
