package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.LoadedRules;
import io.postern.config.RulesFile;
import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import io.postern.policy.Policy;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;

/** Policies in files that a test can tell apart by their stance on bare LF. */
final class FilePolicy implements PolicyReader {

  private final Path file;
  private Runnable afterReading = () -> {};
  private int readings;

  FilePolicy(Path file) {
    this.file = file;
  }

  /** The text of a policy without rules, with a set for each of the files. */
  static String text(Stance stance, String... sets) {
    StringBuilder text = new StringBuilder("deviations: {bare-lf: ");
    text.append(stance.name().toLowerCase(Locale.ROOT)).append("}\nsets:\n");
    for (int i = 0; i < sets.length; i++) {
      text.append("  set%d: {users: [], file: %s}\n".formatted(i, sets[i]));
    }
    return text.toString();
  }

  /** The stance by which a policy can be told. */
  static Stance stance(Policy policy) {
    return policy.stance(Deviation.BARE_LF);
  }

  /** Has something happen once, right after the next reading. */
  void afterReading(Runnable happens) {
    afterReading = happens;
  }

  /** How often it was read. */
  int readings() {
    return readings;
  }

  @Override
  public Reading read(long generation) throws ConfigException {
    readings++;
    try {
      LoadedRules rules = RulesFile.load(file);
      Policy policy = Policy.of(generation, false, rules.stances(), rules.rules());
      return new Reading(policy, new LinkedHashSet<>(rules.files()), rules.warnings());
    } finally {
      Runnable happens = afterReading;
      afterReading = () -> {};
      happens.run();
    }
  }
}
