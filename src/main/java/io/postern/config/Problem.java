package io.postern.config;

import java.util.Comparator;

/**
 * One mistake, or one warning, in a configuration.
 *
 * @param file the file as the user named it; empty for the command line
 * @param line from 1; 0 means the file as a whole
 * @param column from 1; 0 means the file as a whole
 * @param key the path of the key ({@code listeners[0].server}) or the option ({@code --listen});
 *     empty if none is at fault
 * @param message what is wrong and what was expected, in one line
 */
public record Problem(String file, int line, int column, String key, String message)
    implements Comparable<Problem> {

  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::key)
          .thenComparing(Problem::message);

  /** By file, then in the order of the file's text. */
  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  /** {@code FILE:LINE:COLUMN: KEY: MESSAGE}, without the parts that are empty. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    for (String part : new String[] {key, message}) {
      if (!part.isEmpty()) {
        text.append(text.length() == 0 ? "" : ": ").append(part);
      }
    }
    return text.toString();
  }
}
