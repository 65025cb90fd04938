package io.postern.config;

import java.util.List;

/**
 * Settings that can be used.
 *
 * @param settings the settings
 * @param warnings what is allowed but hardly wanted, in the order of the text
 */
public record LoadedSettings(Settings settings, List<Problem> warnings) {

  /** Copies the list. */
  public LoadedSettings {
    warnings = List.copyOf(warnings);
  }
}
