package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.FileKind;
import io.postern.config.LoadedRules;
import io.postern.config.Problem;
import io.postern.config.RulesFile;
import io.postern.policy.Policy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** Rules files that a user names, and what is told when one is another kind of file. */
final class RulesFiles {

  private RulesFiles() {}

  /** The rules; their warnings are told. */
  static LoadedRules load(Path file, PrintWriter err) throws ConfigException {
    LoadedRules loaded = RulesFile.load(file);
    warn(loaded, err);
    return loaded;
  }

  /** The policy of rules alone. */
  static Policy policy(LoadedRules loaded) {
    return Policy.of(1, false, loaded.stances(), loaded.rules());
  }

  /** Tells what is allowed but hardly wanted. */
  static void warn(LoadedRules loaded, PrintWriter err) {
    for (Problem warning : loaded.warnings()) {
      err.println("warning: " + warning);
    }
  }

  /** Tells the mistakes, or that the file is of another kind than the one that was expected. */
  static void tell(ConfigException e, Path file, FileKind expected, PrintWriter err) {
    Optional<FileKind> kind = FileKind.of(file).filter(other -> other != expected);
    if (kind.isEmpty()) {
      e.problems().forEach(err::println);
      return;
    }
    err.println(
        file
            + ": expected "
            + expected.words()
            + ", but this looks like "
            + kind.get().words()
            + "; 'postern check "
            + option(kind.get())
            + file
            + "' checks it");
  }

  private static String option(FileKind kind) {
    return switch (kind) {
      case SETTINGS -> "";
      case RULES -> "--rules ";
      case TESTS -> "--tests ";
    };
  }
}
