package io.postern.policy;

import java.time.DayOfWeek;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The condition on the time. */
final class TimeCondition {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT);

  private TimeCondition() {}

  static Condition of(TimeWindow window) {
    return new Condition(
        facts -> Truth.of(window.contains(facts.request.time())),
        facts ->
            "time "
                + MOMENT.format(facts.request.time().atZone(window.zone()))
                + " is not "
                + text(window));
  }

  /** {@code Mon, Tue 08:00-18:00 Europe/Berlin}. */
  private static String text(TimeWindow window) {
    String days = window.days().isEmpty() ? "" : days(window.days()) + " ";
    return days + window.from() + "-" + window.to() + " " + window.zone();
  }

  private static String days(Set<DayOfWeek> days) {
    return days.stream()
        .sorted()
        .map(day -> day.name().charAt(0) + day.name().substring(1, 3).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
