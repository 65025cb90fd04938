package io.postern.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * A window of time that comes again.
 *
 * @param days on these days; empty means every day. A window over midnight belongs to the day that
 *     it begins on
 * @param from the first moment
 * @param to the first moment after it; not after {@code from} means over midnight
 * @param zone where the clock stands
 */
public record TimeWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

  /** Whether the moment is in the window. */
  public boolean contains(Instant moment) {
    throw new UnsupportedOperationException(moment.toString());
  }
}
