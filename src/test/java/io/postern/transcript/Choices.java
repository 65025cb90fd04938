package io.postern.transcript;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;

/**
 * Where a random session takes its decisions from.
 *
 * @param below a number of 0 to the argument, without it
 * @param more whether there are decisions left
 */
record Choices(IntUnaryOperator below, BooleanSupplier more) {

  /** As many decisions as wanted, from a seed. */
  static Choices seeded(long seed) {
    Random random = new Random(seed);
    return new Choices(random::nextInt, () -> true);
  }

  /** The decisions of a fuzzer. */
  static Choices fuzzed(FuzzedDataProvider data) {
    return new Choices(
        bound -> data.remainingBytes() == 0 ? 0 : data.consumeInt(0, bound - 1),
        () -> data.remainingBytes() > 0);
  }

  int below(int bound) {
    return below.applyAsInt(bound);
  }

  /** True so many times in a hundred. */
  boolean chance(int percent) {
    return below(100) < percent;
  }

  <T> T of(List<T> values) {
    return values.get(below(values.size()));
  }
}
