package io.postern.config;

import java.util.List;

/**
 * A set of a rules file.
 *
 * @param kind what its values are
 * @param values from the rules file and the set's own file, each once
 */
record NamedSet<T>(SetKind<T> kind, List<T> values) {}
