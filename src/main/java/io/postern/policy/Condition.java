package io.postern.policy;

import java.util.function.Function;

/**
 * One condition, compiled. Immutable.
 *
 * @param test whether it holds; allocates nothing
 * @param whyNot in half a sentence, why it does not hold
 */
record Condition(Test test, Function<Facts, String> whyNot) {

  /** Whether it holds. */
  interface Test {
    Truth holds(Facts facts);
  }
}
