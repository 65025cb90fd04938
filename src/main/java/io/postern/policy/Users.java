package io.postern.policy;

import java.util.List;
import java.util.Set;

/**
 * Some users.
 *
 * @param names exact, with case
 * @param patterns globs and regular expressions
 * @param anonymous whether {@code anonymous} and {@code ftp} are among them, in any case
 */
public record Users(Set<String> names, List<NamePattern> patterns, boolean anonymous) {}
