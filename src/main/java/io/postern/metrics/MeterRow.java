package io.postern.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Meters by the constants of an enum, all registered from the start. A look-up is one array read.
 */
final class MeterRow<C extends Enum<C>, M> {

  private final List<M> meters;

  /** Registers a meter for each constant. */
  MeterRow(Class<C> constants, Function<C, M> register) {
    this.meters = Arrays.stream(constants.getEnumConstants()).map(register).toList();
  }

  /** The meters of all of them. */
  List<M> all() {
    return meters;
  }

  /** The meter of a constant. */
  @SuppressWarnings("EnumOrdinal") // The list is made from this enum's constants, in their order.
  M get(C constant) {
    return meters.get(constant.ordinal());
  }
}
