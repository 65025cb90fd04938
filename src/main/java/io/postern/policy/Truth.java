package io.postern.policy;

/** Whether a condition holds, as far as can be told. */
enum Truth {
  /** It does not. */
  NO,
  /** It can't be told. */
  MAYBE,
  /** It does. */
  YES;

  static Truth of(boolean holds) {
    return holds ? YES : NO;
  }

  Truth and(Truth other) {
    return compareTo(other) <= 0 ? this : other;
  }

  Truth not() {
    return switch (this) {
      case NO -> YES;
      case MAYBE -> MAYBE;
      case YES -> NO;
    };
  }
}
