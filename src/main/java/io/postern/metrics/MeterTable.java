package io.postern.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiFunction;

/**
 * Meters by the constants of two enums. A look-up is one array read; a meter is registered when it
 * is first looked up, or before. Thread-safe.
 *
 * @param <M> a meter, or several that go together
 */
final class MeterTable<R extends Enum<R>, C extends Enum<C>, M> {

  private final R[] rows;
  private final C[] columns;
  private final BiFunction<R, C, M> register;
  private final AtomicReferenceArray<M> cells;

  /**
   * An empty table.
   *
   * @param register makes the meter of a cell; called again for one that is there, it must return
   *     the same
   */
  MeterTable(Class<R> rows, Class<C> columns, BiFunction<R, C, M> register) {
    this.rows = rows.getEnumConstants();
    this.columns = columns.getEnumConstants();
    this.register = register;
    this.cells = new AtomicReferenceArray<>(this.rows.length * this.columns.length);
  }

  /** Registers every cell, so that all are there with 0. */
  MeterTable<R, C, M> filled() {
    return filled(columns);
  }

  /** Registers the cells of these columns. */
  @SafeVarargs
  final MeterTable<R, C, M> filled(C... some) {
    for (R row : rows) {
      for (C column : some) {
        get(row, column);
      }
    }
    return this;
  }

  /** The meter of a cell. */
  @SuppressWarnings("EnumOrdinal") // The array is made from these enums' constants.
  M get(R row, C column) {
    int cell = row.ordinal() * columns.length + column.ordinal();
    M meter = cells.get(cell);
    if (meter == null) {
      meter = register.apply(row, column);
      cells.set(cell, meter);
    }
    return meter;
  }
}
