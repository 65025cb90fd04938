package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.Problem;
import io.postern.policy.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Reads a policy from its files, each time anew. */
@FunctionalInterface
interface PolicyReader {

  /**
   * Reads it.
   *
   * @param generation that it is to have
   * @throws ConfigException if it can't be read, or holds mistakes: all of them
   */
  Reading read(long generation) throws ConfigException;

  /**
   * What was read.
   *
   * @param files all that it is made of
   * @param warnings what is allowed but hardly wanted
   */
  record Reading(Policy policy, Set<Path> files, List<Problem> warnings) {}
}
