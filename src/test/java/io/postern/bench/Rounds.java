package io.postern.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** What the load answered in each round, on either route. */
final class Rounds {

  private final List<double[]> direct = new ArrayList<>();
  private final List<double[]> gateway = new ArrayList<>();

  /** Adds a round: one answer of each route, taken one right after the other. */
  void add(double[] direct, double[] gateway) {
    this.direct.add(direct);
    this.gateway.add(gateway);
  }

  /** The median of the direct route. */
  double direct(ToDoubleFunction<double[]> figure) {
    return median(direct.stream().mapToDouble(figure).toArray());
  }

  /** The median through the gateway. */
  double gateway(ToDoubleFunction<double[]> figure) {
    return median(gateway.stream().mapToDouble(figure).toArray());
  }

  /** The median of what each round says of gateway and direct, in this order. */
  double both(ToDoubleFunction<double[]> figure, ToDoubleBiFunction<Double, Double> of) {
    double[] values = new double[direct.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          of.applyAsDouble(
              figure.applyAsDouble(gateway.get(i)), figure.applyAsDouble(direct.get(i)));
    }
    return median(values);
  }

  /** The middle value, the upper one of two. Sorts in place. */
  static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
