package io.postern.real;

import java.util.List;
import java.util.function.Supplier;

/**
 * The lines of a log that come after some others.
 *
 * @param all of the log, so far
 * @param before how many of them to leave out
 */
record Seen(Supplier<List<String>> all, int before) implements Supplier<List<String>> {

  /** What comes from now on. */
  static Seen fromNow(Supplier<List<String>> all) {
    return new Seen(all, all.get().size());
  }

  @Override
  public List<String> get() {
    List<String> lines = all.get();
    return lines.subList(before, lines.size());
  }
}
