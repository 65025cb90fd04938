package io.postern.session;

import io.postern.event.Ruling;
import io.postern.ftp.Reply;
import io.postern.policy.Decision;
import io.postern.policy.Grants;
import io.postern.policy.Limits;
import java.util.List;
import java.util.Optional;

/**
 * What the rules said to one request.
 *
 * @param outcome what is to be done
 * @param ruling the same for events
 * @param limits what the rules limit
 * @param grants what the rules change beside
 * @param refusal what a denied client is told; empty if it is allowed
 */
record Permit(
    Decision.Outcome outcome,
    Ruling ruling,
    List<Limits> limits,
    Grants grants,
    Optional<Reply> refusal) {

  /** Where there are no rules. */
  static final Permit OPEN =
      new Permit(Decision.Outcome.ALLOW, Ruling.NONE, List.of(), Grants.NONE, Optional.empty());

  boolean allowed() {
    return outcome == Decision.Outcome.ALLOW;
  }
}
