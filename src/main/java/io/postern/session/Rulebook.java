package io.postern.session;

import io.postern.policy.Policy;
import io.postern.policy.Quotas;
import java.util.function.Supplier;

/**
 * What a session asks before it does anything.
 *
 * @param policy the snapshot that is current; asked once for each input
 * @param quotas what is counted across sessions
 */
public record Rulebook(Supplier<Policy> policy, Quotas quotas) {

  /** A policy that never changes, and no count across sessions. */
  public static Rulebook of(Policy policy) {
    return new Rulebook(() -> policy, Quotas.NONE);
  }
}
