package io.postern.policy;

import io.postern.ftp.Reply;
import java.util.Optional;

/**
 * What a rule does when it matches.
 *
 * @param verdict what it decides
 * @param reply what a denied client is told; empty means what fits the operation
 * @param limits what it limits
 * @param grants what it changes beside
 * @param privateData whether it demands that data connections are under TLS (PROT P)
 */
public record Effect(
    Verdict verdict,
    Optional<Reply> reply,
    Optional<Limits> limits,
    Grants grants,
    boolean privateData) {

  /** What a rule decides. */
  public enum Verdict {
    /** Done; no later rule is asked. */
    ALLOW,
    /** Refused with a reply; no later rule is asked. */
    DENY,
    /** Refused with 421, and the session ends; no later rule is asked. */
    CLOSE,
    /** Told and counted as if it were denied; later rules decide. */
    OBSERVE,
    /** Nothing: the rule only limits or changes; later rules decide. */
    NONE;

    /** Whether no later rule is asked. */
    public boolean decides() {
      return this != OBSERVE && this != NONE;
    }
  }

  /** Allow, and nothing beside. */
  public static final Effect ALLOW = of(Verdict.ALLOW);

  /** A verdict, and nothing beside. */
  public static Effect of(Verdict verdict) {
    return new Effect(verdict, Optional.empty(), Optional.empty(), Grants.NONE, false);
  }
}
