package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.SettingsFile;
import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import io.postern.policy.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Policies that a test can tell apart, in files: settings with a stance on bare LF, and a line
 * {@code # with: NAME} for each further file.
 */
final class FilePolicy implements PolicyReader {

  private static final String WITH = "# with: ";

  private final Path file;
  private Runnable whileReading = () -> {};
  private int readings;

  FilePolicy(Path file) {
    this.file = file;
  }

  /** The text of a policy. */
  static String text(Stance stance, String... others) {
    StringBuilder text = new StringBuilder("listeners: [{server: a}]\ndeviations: {bare-lf: ");
    text.append(stance.name().toLowerCase(Locale.ROOT)).append("}\n");
    for (String other : others) {
      text.append(WITH).append(other).append('\n');
    }
    return text.toString();
  }

  /** The stance by which a policy can be told. */
  static Stance stance(Policy policy) {
    return policy.stance(Deviation.BARE_LF);
  }

  /** Has something happen in the middle of the next reading. */
  void whileReading(Runnable happens) {
    whileReading = happens;
  }

  /** How often it was read. */
  int readings() {
    return readings;
  }

  @Override
  public Reading read(long generation) throws ConfigException {
    readings++;
    Stance stance = stance(SettingsFile.load(file).settings().policy());
    Runnable happens = whileReading;
    whileReading = () -> {};
    happens.run();
    Set<Path> files = new LinkedHashSet<>(List.of(file));
    for (Path other : others()) {
      SettingsFile.load(other);
      files.add(other);
    }
    return new Reading(
        Policy.of(generation, false, Map.of(Deviation.BARE_LF, stance)), files, List.of());
  }

  private List<Path> others() {
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(WITH))
          .map(line -> file.resolveSibling(line.substring(WITH.length())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
