package io.postern.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * One thing that is measured, in turn with others.
 *
 * @param name its row, or its column
 * @param order what the load is asked
 * @param cpu the processor time that is counted, in seconds
 * @param answers one a round: the load's numbers, then the processor time for the first of them
 */
record TlsCell(String name, Order order, Cpu cpu, List<double[]> answers) {

  TlsCell(String name, Order order, Cpu cpu) {
    this(name, order, cpu, new ArrayList<>());
  }

  /** The median of the rounds. */
  double median(ToDoubleFunction<double[]> figure) {
    return Rounds.median(answers.stream().mapToDouble(figure).toArray());
  }

  /** The median of what each round says of this cell and another. */
  double against(
      TlsCell other, ToDoubleFunction<double[]> figure, ToDoubleBiFunction<Double, Double> of) {
    double[] values = new double[answers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          of.applyAsDouble(
              figure.applyAsDouble(answers.get(i)), figure.applyAsDouble(other.answers.get(i)));
    }
    return Rounds.median(values);
  }

  /** The words of an order that lasts that long. */
  interface Order {
    String lasting(long millis);
  }

  /** A clock of processor time. */
  interface Cpu {
    double seconds() throws IOException;
  }
}
