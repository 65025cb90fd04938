package io.postern.config;

import java.util.ArrayList;
import java.util.List;

/** Collects the mistakes and the warnings of one configuration. */
final class Problems {

  /** More mistakes of one configuration are not told. */
  static final int MOST = 1_000;

  private final List<Problem> mistakes = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  void mistake(Place place, String message) {
    if (mistakes.size() < MOST) {
      mistakes.add(place.problem(message));
    } else if (mistakes.size() == MOST) {
      Place file = new Place(place.file(), 0, 0, "");
      mistakes.add(file.problem("has more than " + MOST + " mistakes; these are some"));
    }
  }

  /** The mistake that is the most frequent. */
  void expected(Place place, String expected, String got) {
    mistake(place, "expected " + expected + ", got " + Quote.text(got));
  }

  void warn(Place place, String message) {
    if (warnings.size() < MOST) {
      warnings.add(place.problem(message));
    }
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
