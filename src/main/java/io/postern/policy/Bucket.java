package io.postern.policy;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The numbers of some rules, by operation, each in ascending order. Filled once, then read. */
final class Bucket {

  /** Of rules that can match every operation. */
  private final Numbers any = new Numbers();

  private final @Nullable Numbers[] byOperation = new Numbers[Operation.COUNT];

  /** Adds a rule with a higher number than those before. */
  void add(int number, BitSet operations) {
    if (operations.cardinality() == Operation.COUNT) {
      any.add(number);
    } else {
      operations.stream().forEach(operation -> add(number, operation));
    }
  }

  private void add(int number, int operation) {
    Numbers present = byOperation[operation];
    Numbers numbers = present == null ? new Numbers() : present;
    numbers.add(number);
    byOperation[operation] = numbers;
  }

  /** Adds those that can match an operation. */
  void offer(Operation operation, Candidates candidates) {
    candidates.add(any);
    Numbers its = byOperation[operation.index()];
    if (its != null) {
      candidates.add(its);
    }
  }
}
