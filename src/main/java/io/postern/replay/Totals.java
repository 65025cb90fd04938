package io.postern.replay;

import io.postern.replay.Change.Example;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was read, and what of it could not be compared. */
public final class Totals {

  /** What is counted. */
  public enum Count {
    /** Lines of every kind. */
    LINES,
    /** Sessions. */
    SESSIONS,
    /** Commands. */
    COMMANDS,
    /** Data connections that arrived. */
    DATA_CONNECTIONS,
    /** Decisions that were compared. */
    COMPARED,
    /** Refused by something that is no rule: a deviation, a limit, what Postern does not speak. */
    REFUSED_WITHOUT_RULE,
    /** Clients turned away at the door by a limit or a ban. */
    TURNED_AWAY,
    /** Commands and connections of sessions that the candidate would have ended before. */
    AFTER_THE_END,
    /** Decisions that need a path that the log does not tell. */
    UNDECIDABLE,
    /** Lines that lack what a decision needs. */
    INCOMPLETE,
    /** Lines of kinds that this version does not know. */
    UNKNOWN_EVENTS,
    /** Lines that can't be read. */
    UNREADABLE,
    /** Events that the gateway could not write. */
    LOST,
    /** Sessions whose state was given up, because too many were open at once. */
    FORGOTTEN
  }

  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private @Nullable Example undecided;
  private @Nullable Instant first;
  private @Nullable Instant last;

  void add(Count count, long number) {
    counts.merge(count, number, Long::sum);
  }

  void undecidable(Example example) {
    add(Count.UNDECIDABLE, 1);
    undecided = undecided == null ? example : undecided;
  }

  void seen(Instant time) {
    first = first == null || time.isBefore(first) ? time : first;
    last = last == null || time.isAfter(last) ? time : last;
  }

  /** How many there were. */
  public long of(Count count) {
    return counts.getOrDefault(count, 0L);
  }

  /** The first decision that needs a path that the log does not tell; null if there is none. */
  public @Nullable Example undecided() {
    return undecided;
  }

  /** When the first thing happened that was read; null if nothing did. */
  public @Nullable Instant first() {
    return first;
  }

  /** When the last thing happened that was read; null if nothing did. */
  public @Nullable Instant last() {
    return last;
  }
}
