package io.postern.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types of plain values: numbers, durations, sizes, words, paths. */
final class Scalars {

  private static final int MOST_DIGITS = 10;
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
  private static final List<String> TIME_UNITS = List.of("d", "h", "m", "s", "ms");
  private static final Map<String, Long> BYTES =
      Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
  private static final Map<String, Long> SIZES =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("B", 1L),
          Map.entry("kB", 1_000L),
          Map.entry("KB", 1_000L),
          Map.entry("MB", 1_000_000L),
          Map.entry("GB", 1_000_000_000L),
          Map.entry("TB", 1_000_000_000_000L),
          Map.entry("KiB", 1L << 10),
          Map.entry("MiB", 1L << 20),
          Map.entry("GiB", 1L << 30),
          Map.entry("TiB", 1L << 40));
  private static final List<String> ALL_SIZE_UNITS =
      List.of("TB", "TiB", "GB", "GiB", "MB", "MiB", "KB", "KiB", "");
  private static final List<String> SIZE_UNITS = List.of("GiB", "MiB", "KiB", "");

  private Scalars() {}

  static ValueType<Integer> number(int least, int most) {
    return new ValueType<>(
        "a whole number from " + least + " to " + most,
        text -> scaled(text, Map.of("", 1L), least, most).map(Long::intValue),
        String::valueOf);
  }

  static ValueType<Duration> duration(Duration least, Duration most) {
    return new ValueType<>(
        "a duration such as 30s, 5m or 1h (" + write(least) + " to " + write(most) + ")",
        text -> scaled(text, MILLIS, least.toMillis(), most.toMillis()).map(Duration::ofMillis),
        Scalars::write);
  }

  static ValueType<Integer> bytes(int least, int most) {
    return new ValueType<>(
        "a size such as 8192, 8KiB or 1MiB (" + writeBytes(least) + " to " + writeBytes(most) + ")",
        text -> scaled(text, BYTES, least, most).map(Long::intValue),
        Scalars::writeBytes);
  }

  /** A size in the units of the memory (KiB) or of the network (KB, 1000 bytes). */
  static ValueType<Long> size(long least, long most) {
    return new ValueType<>(
        "a size such as 100MiB, 1MB or 500000 ("
            + writeSize(least)
            + " to "
            + writeSize(most)
            + ")",
        text -> scaled(text, SIZES, least, most),
        Scalars::writeSize);
  }

  /** The constants of an enum, as settings write them: {@code bare-lf}. */
  static <E extends Enum<E>> ValueType<E> word(Class<E> type) {
    return word(List.of(type.getEnumConstants()));
  }

  /** Some of them. */
  static <E extends Enum<E>> ValueType<E> word(List<E> all) {
    return word(all, Scalars::label);
  }

  /** Some values with words of their own. */
  static <T> ValueType<T> word(List<T> all, Function<T, String> label) {
    String words = all.stream().map(label).collect(Collectors.joining(", "));
    int last = words.lastIndexOf(", ");
    return new ValueType<>(
        last < 0 ? words : words.substring(0, last) + " or " + words.substring(last + 2),
        text -> all.stream().filter(each -> label.apply(each).equals(text)).findFirst(),
        label);
  }

  /** What {@code openssl} makes of a public key, as RFC 7469 section 2.4 has it. */
  static ValueType<String> pin() {
    return new ValueType<>(
        "`sha256/` and the SHA-256 of a public key in Base64",
        text -> Optional.of(text).filter(pin -> pin.matches("sha256/[A-Za-z0-9+/]{43}=")),
        text -> text);
  }

  /** The engine knows which there are. */
  static ValueType<String> cipher() {
    return new ValueType<>(
        "a name such as TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        text -> Optional.of(text).filter(name -> name.matches("[A-Z0-9_]{1,64}")),
        text -> text);
  }

  static ValueType<Boolean> yesNo() {
    return new ValueType<>(
        "true or false",
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            },
        String::valueOf);
  }

  /** A name that can be a label of a metric. */
  static ValueType<String> name() {
    return new ValueType<>(
        "a name of 1 to 64 letters, digits, '-', '_' or '.'",
        text -> Optional.of(text).filter(Scalars::isName),
        text -> text);
  }

  static ValueType<Path> path() {
    return new ValueType<>("a path, `-`", Scalars::readPath, Path::toString);
  }

  /** A file. */
  static ValueType<Path> file() {
    return new ValueType<>("a path", Scalars::readPath, Path::toString);
  }

  private static Optional<Path> readPath(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Digits 0 to 9 and a unit; Java's own parsers take signs and the digits of other scripts. */
  private static Optional<Long> scaled(
      String text, Map<String, Long> units, long least, long most) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    Long unit = units.get(text.substring(digits));
    if (unit == null || digits == 0 || digits > MOST_DIGITS) {
      return Optional.empty();
    }
    long number = Long.parseLong(text.substring(0, digits));
    boolean fits = number <= most / unit && number * unit >= least;
    return fits ? Optional.of(number * unit) : Optional.empty();
  }

  static String write(Duration duration) {
    return inUnits(duration.toMillis(), TIME_UNITS, MILLIS);
  }

  private static String writeSize(long bytes) {
    return inUnits(bytes, ALL_SIZE_UNITS, SIZES);
  }

  private static String writeBytes(int bytes) {
    return inUnits(bytes, SIZE_UNITS, BYTES);
  }

  private static String inUnits(long value, List<String> units, Map<String, Long> factors) {
    for (String unit : units) {
      long factor = factors.getOrDefault(unit, 1L);
      if (value >= factor && value % factor == 0) {
        return value / factor + unit;
      }
    }
    return value + units.get(units.size() - 1);
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= 64
        && text.chars().allMatch(c -> isLetterOrDigit(c) || c == '-' || c == '_' || c == '.');
  }

  static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All labels of an enum. */
  static <E extends Enum<E>> List<String> labels(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Scalars::label).toList();
  }
}
