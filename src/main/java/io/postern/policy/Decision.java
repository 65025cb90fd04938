package io.postern.policy;

import io.postern.ftp.Reply;
import java.util.List;
import java.util.Optional;

/**
 * What a policy says to a request. Immutable.
 *
 * @param outcome what is to be done
 * @param rule the id of the rule that decided, or {@link Policy#DEFAULT_RULE}
 * @param reply what a denied client is told; empty means what fits the operation
 * @param observed the ids of the rules that would have denied, but only observe
 * @param limits what the rules that matched limit, up to and with the one that decided
 * @param grants what those rules change beside
 * @param privateData the id of the first of those rules that demands private data connections; see
 *     {@link PrivateData}
 */
public record Decision(
    Outcome outcome,
    String rule,
    Optional<Reply> reply,
    List<String> observed,
    List<Limits> limits,
    Grants grants,
    Optional<String> privateData) {

  /** What is to be done. */
  public enum Outcome {
    /** It may be done. */
    ALLOW,
    /** It is answered with a refusal. */
    DENY,
    /** It is answered with 421, and the session ends. */
    CLOSE
  }

  /** Whether it may be done. */
  public boolean allowed() {
    return outcome == Outcome.ALLOW;
  }
}
