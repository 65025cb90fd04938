package io.postern.policy;

import io.postern.ftp.Direction;
import io.postern.ftp.Verb;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conditions on what is to be done. */
final class OperationConditions {

  private OperationConditions() {}

  static void add(Conditions conditions, Collection<Condition> to) {
    if (!conditions.operations().isEmpty()) {
      to.add(operations(conditions.operations()));
    }
    if (!conditions.directions().isEmpty()) {
      to.add(directions(conditions.directions()));
    }
  }

  /** The indexes of the operations that can meet both conditions. */
  static BitSet possible(Conditions conditions) {
    BitSet possible = new BitSet(Operation.COUNT);
    Operation.all().stream()
        .filter(each -> conditions.operations().isEmpty() || conditions.operations().contains(each))
        .filter(each -> conditions.directions().isEmpty() || isOne(conditions.directions(), each))
        .forEach(each -> possible.set(each.index()));
    return possible;
  }

  private static Condition operations(Set<Operation> operations) {
    BitSet indexes = new BitSet(Operation.COUNT);
    operations.forEach(each -> indexes.set(each.index()));
    String list =
        Listing.of(operations.stream().sorted(Comparator.comparingInt(Operation::index)).toList());
    return new Condition(
        facts -> Truth.of(indexes.get(facts.request.operation().index())),
        facts -> name(facts.request.operation()) + " is not " + list);
  }

  private static Condition directions(Set<Direction> directions) {
    String list = Listing.sorted(directions.stream().map(Direction::label).toList());
    return new Condition(
        facts -> Truth.of(isOne(directions, facts.request.operation())),
        facts -> {
          Direction direction = direction(facts.request.operation());
          return direction == null
              ? name(facts.request.operation()) + " transfers nothing"
              : "direction " + direction.label() + " is not " + list;
        });
  }

  private static boolean isOne(Set<Direction> directions, Operation operation) {
    Direction direction = direction(operation);
    return direction != null && directions.contains(direction);
  }

  /** Null if it is no transfer. A data connection's is not told: it may come before the command. */
  private static @Nullable Direction direction(Operation operation) {
    Verb verb = operation.verb();
    return verb != null && verb.kind() == Verb.Kind.TRANSFER ? Direction.of(verb) : null;
  }

  static String name(Operation operation) {
    return (operation.verb() == null ? "operation " : "verb ") + operation.label();
  }
}
