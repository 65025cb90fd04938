package io.postern.quota;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

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
   * @param nanos when each was, the oldest first
   */
  private record Recent(Duration within, long[] nanos) {

    Recent at(long now) {
      int old = 0;
      while (old < nanos.length && now - nanos[old] >= within.toNanos()) {
        old++;
      }
      return new Recent(within, Arrays.copyOfRange(nanos, old, nanos.length));
    }

    Recent with(long now) {
      long[] more = Arrays.copyOf(nanos, nanos.length + 1);
      more[nanos.length] = now;
      return new Recent(within, more);
    }
  }

  /** These without those that no longer count, and one more for a rule. */
  Failures with(String rule, Duration within, long now) {
    Map<String, Recent> changed = new HashMap<>();
    byRule.forEach((each, recent) -> changed.put(each, recent.at(now)));
    changed.values().removeIf(recent -> recent.nanos().length == 0);
    long[] before = changed.containsKey(rule) ? changed.get(rule).nanos() : new long[0];
    changed.put(rule, new Recent(within, before).at(now).with(now));
    return new Failures(changed);
  }

  /** How many a rule counts. */
  int count(String rule) {
    Recent recent = byRule.get(rule);
    return recent == null ? 0 : recent.nanos().length;
  }

  /** When none of them counts any more, if there is no other. */
  Duration kept() {
    return byRule.values().stream()
        .map(Recent::within)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
