package io.postern.policy;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWindowTest {

  private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(MONDAY, FRIDAY);

  // 2026-11-21 is a Saturday.
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "2026-11-20T07:59:59.999Z, false",
    "2026-11-20T08:00:00Z, true",
    "2026-11-20T17:59:59.999Z, true",
    "2026-11-20T18:00:00Z, false",
    "2026-11-21T12:00:00Z, false",
    "2026-11-22T12:00:00Z, false",
    "2026-11-23T12:00:00Z, true",
    "1969-12-31T12:00:00Z, true",
    "1969-12-28T12:00:00Z, false"
  })
  void contains_onWeekdays(String moment, boolean contains) {
    assertThat(window(WEEKDAYS, "08:00", "18:00", "UTC").contains(Instant.parse(moment)))
        .isEqualTo(contains);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "2026-11-20T21:59:59Z, false",
    "2026-11-20T22:00:00Z, true",
    "2026-11-21T05:59:59Z, true",
    "2026-11-21T06:00:00Z, false",
    "2026-11-21T22:00:00Z, false",
    "2026-11-23T05:00:00Z, false",
    "2026-11-23T23:00:00Z, true"
  })
  void contains_overMidnight_belongsToTheDayItBeginsOn(String moment, boolean contains) {
    assertThat(window(WEEKDAYS, "22:00", "06:00", "UTC").contains(Instant.parse(moment)))
        .isEqualTo(contains);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "2026-11-21T05:59:59Z, false",
    "2026-11-21T06:00:00Z, true",
    "2026-11-22T05:59:59Z, true",
    "2026-11-22T06:00:00Z, false"
  })
  void contains_fromEqualsTo_is24Hours(String moment, boolean contains) {
    assertThat(window(Set.of(SATURDAY), "06:00", "06:00", "UTC").contains(Instant.parse(moment)))
        .isEqualTo(contains);
  }

  // Berlin puts the clock from 02:00 to 03:00 on 2026-03-29, and from 03:00 to 02:00 on 2026-10-25.
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "2026-01-05T07:00:00Z, 08:00, 18:00, true",
    "2026-01-05T06:59:59Z, 08:00, 18:00, false",
    "2026-07-06T06:00:00Z, 08:00, 18:00, true",
    "2026-07-06T05:59:59Z, 08:00, 18:00, false",
    "2026-07-06T16:00:00Z, 08:00, 18:00, false",
    "2026-03-29T00:59:59Z, 02:00, 03:00, false",
    "2026-03-29T01:00:00Z, 02:00, 03:00, false",
    "2026-03-29T01:00:00Z, 02:30, 03:30, true",
    "2026-10-25T00:30:00Z, 02:00, 03:00, true",
    "2026-10-25T01:30:00Z, 02:00, 03:00, true",
    "2026-10-25T02:00:00Z, 02:00, 03:00, false"
  })
  void contains_inAZoneWithSummerTime(String moment, String from, String to, boolean contains) {
    assertThat(window(Set.of(), from, to, "Europe/Berlin").contains(Instant.parse(moment)))
        .isEqualTo(contains);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "2026-11-20T22:59:59Z, Europe/Berlin, false",
    "2026-11-20T23:00:00Z, Europe/Berlin, true",
    "2026-11-20T12:00:00Z, Pacific/Auckland, true",
    "2026-11-21T04:59:59Z, America/New_York, false",
    "2026-11-21T18:29:59Z, Asia/Kolkata, true",
    "2026-11-21T18:30:00Z, Asia/Kolkata, false"
  })
  void contains_dayIsThatOfTheZone(String moment, String zone, boolean contains) {
    assertThat(window(Set.of(SATURDAY), "00:00", "00:00", zone).contains(Instant.parse(moment)))
        .isEqualTo(contains);
  }

  @Test
  void contains_randomMoments_asTheCalendarSays() {
    Random random = new Random(11);
    String[] zones = {"UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "+05:45"};
    for (int i = 0; i < 20_000; i++) {
      TimeWindow window =
          new TimeWindow(
              EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)), SUNDAY),
              LocalTime.ofSecondOfDay(random.nextInt(86_400)),
              LocalTime.ofSecondOfDay(random.nextInt(86_400)),
              ZoneId.of(zones[random.nextInt(zones.length)]));
      Instant moment = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
      assertThat(window.contains(moment)).as("%s %s", window, moment).isEqualTo(is(window, moment));
    }
  }

  private static boolean is(TimeWindow window, Instant moment) {
    ZonedDateTime there = moment.atZone(window.zone());
    LocalTime clock = there.toLocalTime();
    boolean begun = !clock.isBefore(window.from());
    boolean over = !clock.isBefore(window.to());
    boolean today = window.days().contains(there.getDayOfWeek());
    boolean yesterday = window.days().contains(there.getDayOfWeek().minus(1));
    return window.from().isBefore(window.to())
        ? today && begun && !over
        : (today && begun) || (yesterday && !over);
  }

  private static TimeWindow window(Set<DayOfWeek> days, String from, String to, String zone) {
    return new TimeWindow(days, LocalTime.parse(from), LocalTime.parse(to), ZoneId.of(zone));
  }
}
