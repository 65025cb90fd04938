package io.postern.config;

import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import io.postern.policy.RuleList;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules that can be used. Immutable.
 *
 * @param rules the rules
 * @param compliance wins over that of the settings; empty means that theirs stays
 * @param stances each wins over that of the settings
 * @param warnings what is allowed but hardly wanted, in the order of the text
 * @param files all that was read, absolute: the rules file if there was one, then the files of sets
 */
public record LoadedRules(
    RuleList rules,
    Optional<Compliance> compliance,
    Map<Deviation, Stance> stances,
    List<Problem> warnings,
    List<Path> files) {

  /** No rule: everything is allowed. */
  public static final LoadedRules NONE =
      new LoadedRules(RuleList.NONE, Optional.empty(), Map.of(), List.of(), List.of());

  /** Copies the collections. */
  public LoadedRules {
    stances = Map.copyOf(stances);
    warnings = List.copyOf(warnings);
    files = List.copyOf(files);
  }
}
