package io.postern.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * A window of time that comes again. It is read off a clock on the wall of its zone: where the
 * clock is put forward over a part of the window, that part does not come; where it is put back,
 * the hour comes twice.
 *
 * @param days on these days; empty means every day. A window over midnight belongs to the day that
 *     it begins on
 * @param from the first moment
 * @param to the first moment after it; not after {@code from} means over midnight, equal to it
 *     means 24 hours
 * @param zone where the clock stands
 */
public record TimeWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

  private static final long SECONDS_OF_DAY = 24 * 60 * 60;
  private static final long NANOS_OF_SECOND = 1_000_000_000;

  /** Copies the set. */
  public TimeWindow {
    days = Set.copyOf(days);
  }

  /** Whether the moment is in the window. */
  public boolean contains(Instant moment) {
    // By hand: a ZonedDateTime for each rule would be garbage for each decision.
    long seconds = moment.getEpochSecond() + zone.getRules().getOffset(moment).getTotalSeconds();
    long day = Math.floorDiv(seconds, SECONDS_OF_DAY);
    long nanos = Math.floorMod(seconds, SECONDS_OF_DAY) * NANOS_OF_SECOND + moment.getNano();
    boolean begun = nanos >= from.toNanoOfDay();
    boolean over = nanos >= to.toNanoOfDay();
    if (from.isBefore(to)) {
      return begun && !over && isOn(day);
    }
    return (begun && isOn(day)) || (!over && isOn(day - 1));
  }

  private boolean isOn(long epochDay) {
    // The first of January 1970 was a Thursday.
    return days.isEmpty() || days.contains(DayOfWeek.THURSDAY.plus(Math.floorMod(epochDay, 7L)));
  }
}
