package io.postern.config;

import java.util.ArrayList;
import java.util.List;

/** Collects the mistakes and the warnings of one configuration. */
final class Problems {

  private final List<Problem> mistakes = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  void mistake(Place place, String message) {
    mistakes.add(place.problem(message));
  }

  /** The mistake that is the most frequent. */
  void expected(Place place, String expected, String got) {
    mistake(place, "expected " + expected + ", got " + Quote.text(got));
  }

  void warn(Place place, String message) {
    warnings.add(place.problem(message));
  }

  /** Throws all mistakes, if there is one. */
  void throwMistakes() throws ConfigException {
    if (!mistakes.isEmpty()) {
      throw new ConfigException(mistakes.stream().sorted().distinct().toList());
    }
  }

  List<Problem> warnings() {
    return warnings.stream().sorted().distinct().toList();
  }
}
