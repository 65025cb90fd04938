package io.postern.replay;

import io.postern.policy.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * A connect or a data connection that was recorded, while the line that tells what the rules said
 * to it may still come.
 *
 * @param line where it was recorded
 * @param observed the ids of the rules that observed it so far
 */
record Pending(RecordedLine line, Operation operation, List<String> observed) {

  static Pending of(RecordedLine line, Operation operation) {
    return new Pending(line, operation, new ArrayList<>());
  }

  /** Whether a line about a rule is about this. */
  boolean isToldBy(RecordedLine rule) {
    return rule.line().text("operation").equals(operation.label());
  }
}
