package io.postern.replay;

import io.postern.replay.Change.Example;
import io.postern.replay.Change.Kind;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts changes by what they have in common. Bounded: users are what clients send. */
final class Changes {

  /** Above this, users are no longer told apart. */
  static final int MOST = 10_000;

  /** The user of all changes that come when there are {@link #MOST}. */
  static final String OTHERS = "(others)";

  private record Group(Kind kind, String rule, String was, String user) {}

  private final Map<Group, Change> groups = new LinkedHashMap<>();

  void add(Kind kind, String rule, String was, String user, Example example) {
    Group group = new Group(kind, rule, was, user);
    if (groups.size() >= MOST && !groups.containsKey(group)) {
      group = new Group(kind, rule, was, OTHERS);
    }
    groups.merge(group, new Change(kind, rule, was, group.user(), 1, example), Changes::sum);
  }

  private static Change sum(Change before, Change one) {
    return new Change(
        before.kind(),
        before.rule(),
        before.was(),
        before.user(),
        before.count() + one.count(),
        before.example());
  }

  /** By kind, the most frequent first; among equals the one that came first. */
  List<Change> sorted() {
    return groups.values().stream()
        .sorted(
            Comparator.comparing(Change::kind)
                .thenComparing(Comparator.comparingLong(Change::count).reversed()))
        .toList();
  }
}
