package io.postern.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the rules are.
 *
 * @param file empty means that there are none: everything is allowed
 * @param checkEvery how often the file, and the files of its sets, are looked at for changes
 */
public record RulesSettings(Optional<Path> file, Duration checkEvery) {}
