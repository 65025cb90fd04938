package io.postern.policy;

import java.util.Optional;

/**
 * One rule, as it stands in a file.
 *
 * @param id unique in its list; letters, digits, {@code -}, {@code _} and {@code .}
 * @param description for people; may be empty
 * @param when what must all hold
 * @param unless what must not all hold; empty means nothing
 * @param then what it does
 */
public record Rule(
    String id, String description, Conditions when, Optional<Conditions> unless, Effect then) {}
