package io.postern.replay;

import io.postern.replay.Totals.Count;
import java.util.List;

/** What a report says of the lines and decisions that it does not compare. */
final class Rest {

  static final List<Count> ORDER =
      List.of(
          Count.UNDECIDABLE,
          Count.AFTER_THE_END,
          Count.REFUSED_WITHOUT_RULE,
          Count.TURNED_AWAY,
          Count.INCOMPLETE,
          Count.UNKNOWN_EVENTS,
          Count.UNREADABLE,
          Count.LOST,
          Count.FORGOTTEN);

  private Rest() {}

  static String line(Count count, long number) {
    return "Not compared (" + what(count) + "): " + number + ".";
  }

  private static String what(Count count) {
    return switch (count) {
      case UNDECIDABLE -> "the log does not tell the path; --home may help";
      case AFTER_THE_END -> "of sessions that these rules would have ended before";
      case REFUSED_WITHOUT_RULE -> "refused by something that is no rule";
      case TURNED_AWAY -> "clients turned away by a limit";
      case INCOMPLETE -> "that lack a time or a client";
      case UNKNOWN_EVENTS -> "lines of events that this version does not know";
      case UNREADABLE -> "lines that can't be read";
      case LOST -> "events that the gateway could not write";
      case FORGOTTEN -> "sessions whose state was given up, too many were open at once";
      default -> throw new IllegalArgumentException("compared: " + count);
    };
  }
}
