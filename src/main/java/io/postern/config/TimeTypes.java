package io.postern.config;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The types of values in the condition {@code time}. */
final class TimeTypes {

  private static final List<String> DAYS =
      Stream.of(DayOfWeek.values()).map(TimeTypes::label).toList();

  private TimeTypes() {}

  /** A day, or a range of days, which may go over the end of the week: {@code sat-mon}. */
  static TextShape<Set<DayOfWeek>> days() {
    return TextShape.of(
            new ValueType<>(
                "a day (" + String.join(", ", DAYS) + ") or a range such as mon-fri",
                TimeTypes::readDays,
                Set::toString),
            Schemas.text(day() + "(-" + day() + ")?"))
        .hint(text -> RuleTypes.meant(text, DAYS));
  }

  private static String day() {
    return "(" + String.join("|", DAYS) + ")";
  }

  private static String label(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }

  private static Optional<Set<DayOfWeek>> readDays(String text) {
    int dash = text.indexOf('-');
    int first = DAYS.indexOf(dash < 0 ? text : text.substring(0, dash));
    int last = DAYS.indexOf(text.substring(dash + 1));
    if (first < 0 || last < 0) {
      return Optional.empty();
    }
    Set<DayOfWeek> days = new TreeSet<>();
    for (int day = first; ; day = (day + 1) % DAYS.size()) {
      days.add(DayOfWeek.of(day + 1));
      if (day == last) {
        return Optional.of(days);
      }
    }
  }

  /** {@code 08:00}; {@code 24:00} is the midnight that ends a day. */
  static TextShape<LocalTime> clock() {
    return TextShape.of(
        new ValueType<>(
            "a time of day such as 08:00 (00:00 to 24:00)",
            TimeTypes::readClock,
            LocalTime::toString),
        Schemas.anyOf(
            Schemas.text("([01][0-9]|2[0-3]):[0-5][0-9]|24:00"),
            // Parsers of YAML 1.1 take 10:30 for a number of base 60.
            Schemas.number(0, 24 * 60)));
  }

  private static Optional<LocalTime> readClock(String text) {
    if (text.equals("24:00")) {
      return Optional.of(LocalTime.MIDNIGHT);
    }
    return text.matches("([01][0-9]|2[0-3]):[0-5][0-9]")
        ? Optional.of(LocalTime.parse(text))
        : Optional.empty();
  }

  static TextShape<ZoneId> zone() {
    return TextShape.of(
            new ValueType<>(
                "a time zone such as Europe/Berlin, UTC or +02:00",
                TimeTypes::readZone,
                ZoneId::getId),
            Schemas.text("[A-Za-z0-9_+:/-]+"))
        .hint(text -> RuleTypes.meant(text, List.copyOf(ZoneId.getAvailableZoneIds())));
  }

  private static Optional<ZoneId> readZone(String text) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
