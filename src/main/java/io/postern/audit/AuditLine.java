package io.postern.audit;

import java.util.Map;

/**
 * One line of an audit log that was read back: a flat JSON object. What is no text, number or truth
 * value is left out, so that lines of other versions can be read.
 *
 * @param source the name of the file, {@code -} for standard input
 * @param number the line's, from 1
 * @param fields by their keys, as text
 */
public record AuditLine(String source, long number, Map<String, String> fields) {

  /** Copies the fields. */
  public AuditLine {
    fields = Map.copyOf(fields);
  }

  /** What happened: {@code command}; empty if the line does not say. */
  public String event() {
    return text("event");
  }

  /** A field; empty if it is not there. */
  public String text(String key) {
    return fields.getOrDefault(key, "");
  }

  /** {@code FILE:LINE}. */
  public String place() {
    return source + ":" + number;
  }
}
