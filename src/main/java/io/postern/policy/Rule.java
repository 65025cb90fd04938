package io.postern.policy;

import java.util.Optional;

/**
 * One rule, as it stands in a file. It matches if {@code when} holds and {@code unless} does not.
 *
 * <p>Where that depends on a path that can't be told ({@link FilePath.State#UNKNOWN}), the safe
 * side is taken: a rule that denies, closes or observes matches, and one that allows does not. A
 * rule that decides nothing then limits, but grants nothing.
 *
 * @param id unique in its list; letters, digits, {@code -}, {@code _} and {@code .}
 * @param description for people; may be empty
 * @param when what must all hold
 * @param unless what must not all hold; empty means nothing
 * @param then what it does
 */
public record Rule(
    String id, String description, Conditions when, Optional<Conditions> unless, Effect then) {}
