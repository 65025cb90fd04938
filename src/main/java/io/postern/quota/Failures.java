package io.postern.quota;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The failed logins of one client that still count, for each rule that counts them. Immutable.
 *
 * @param byRule by the rule's id
 */
record Failures(Map<String, Recent> byRule) {

  static final Failures NONE = new Failures(Map.of());

  /**
   * Those that one rule counts.
   *
   * @param within how long each counts
   * @param failures the oldest first
   */
  private record Recent(Duration within, List<Failure> failures) {

    Recent at(long now) {
      return only(failure -> now - failure.nanos() < within.toNanos());
    }

    Recent with(Failure one) {
      return new Recent(within, Stream.concat(failures.stream(), Stream.of(one)).toList());
    }

    Recent only(Predicate<Failure> condition) {
      return new Recent(within, failures.stream().filter(condition).toList());
    }
  }

  /** These without those that no longer count, and one more for a rule. */
  Failures with(String rule, Duration within, Failure one) {
    Map<String, Recent> changed = new HashMap<>();
    byRule.forEach((each, recent) -> changed.put(each, recent.at(one.nanos())));
    changed.values().removeIf(recent -> recent.failures().isEmpty());
    List<Failure> before = changed.containsKey(rule) ? changed.get(rule).failures() : List.of();
    changed.put(rule, new Recent(within, before).at(one.nanos()).with(one));
    return new Failures(changed);
  }

  /** These without those of one account; null if none is left. */
  @Nullable Failures without(String user) {
    long account = Failure.digest(user);
    Map<String, Recent> changed = new HashMap<>();
    byRule.forEach(
        (rule, recent) -> changed.put(rule, recent.only(each -> each.account() != account)));
    changed.values().removeIf(recent -> recent.failures().isEmpty());
    return changed.isEmpty() ? null : new Failures(changed);
  }

  /** How many a rule counts. */
  int count(String rule) {
    Recent recent = byRule.get(rule);
    return recent == null ? 0 : recent.failures().size();
  }

  /** When none of them counts any more, if there is no other. */
  Duration kept() {
    return byRule.values().stream()
        .map(Recent::within)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
