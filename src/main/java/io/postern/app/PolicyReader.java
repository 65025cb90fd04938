package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.LoadedRules;
import io.postern.config.Problem;
import io.postern.config.Settings;
import io.postern.policy.Policy;
import java.nio.file.Path;
import java.util.LinkedHashSet;
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

  /** The rules that settings name, with the stances of the settings. */
  static PolicyReader of(Settings settings) {
    return generation -> {
      LoadedRules rules = settings.loadRules();
      Policy policy = settings.policy(generation, rules);
      return new Reading(policy, new LinkedHashSet<>(rules.files()), rules.warnings());
    };
  }

  /**
   * What was read.
   *
   * @param files all that it is made of
   * @param warnings what is allowed but hardly wanted
   */
  record Reading(Policy policy, Set<Path> files, List<Problem> warnings) {}
}
