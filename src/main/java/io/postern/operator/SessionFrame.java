package io.postern.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code /sessions} said, as lines for a terminal. Remembers the bytes of the answer before,
 * so that rates are those of now; of the first, they are those since the transfer began.
 */
public final class SessionFrame {

  private static final List<String> HEADINGS =
      List.of(
          "ID", "CLIENT", "USER", "SERVER", "TLS", "AGE", "DOING", "FILE", "RATE", "BYTES", "DATA");

  /** The columns of peers' text: no more of it than this unless there is room. */
  private static final Map<Integer, Integer> WIDEST = Map.of(2, 24, 3, 40);

  private static final int FILE = 7;
  private static final int LEAST_FILE = 12;
  private static final String GAP = "  ";

  private Map<String, Long> before = Map.of();
  private long beforeNanos;

  /** Before the first answer. */
  public SessionFrame() {}

  /**
   * The lines of an answer: a title, the headings, and one for each session.
   *
   * @param title what stands before the numbers of the first line
   * @param width of the terminal, in cells; lines are cut there
   * @param height how many lines there may be
   */
  public List<String> lines(
      String title, JsonNode answer, Instant now, long nanos, int width, int height) {
    List<JsonNode> sessions = answer.at("sessions").items();
    Map<String, Long> bytes = new HashMap<>();
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    long rate = 0;
    for (JsonNode session : sessions) {
      Seen seen = seen(session, nanos);
      bytes.putAll(seen.bytes());
      rate += seen.rate();
      rows.add(row(session, seen, now));
    }
    before = bytes;
    beforeNanos = nanos;
    List<String> lines = new ArrayList<>();
    lines.add(TerminalText.fitted(title + GAP + summary(answer, rate), width));
    lines.addAll(table(rows, width));
    if (lines.size() > height && height > 2) {
      int hidden = lines.size() - height + 1;
      lines = new ArrayList<>(lines.subList(0, height - 1));
      lines.add("… and " + hidden + " more");
    }
    return lines;
  }

  /** The lines of before, under a title that says why there are no new ones. */
  public static List<String> stale(List<String> before, String why, int width, int height) {
    List<String> lines = new ArrayList<>();
    lines.add(TerminalText.fitted(why, width));
    before.stream()
        .skip(1)
        .limit(height - 1L)
        .forEach(line -> lines.add(TerminalText.fitted(line, width)));
    return lines;
  }

  private static String summary(JsonNode answer, long rate) {
    long total = answer.number("total");
    long shown = answer.at("sessions").items().size();
    long silent = answer.number("silent");
    return total
        + (total == 1 ? " session" : " sessions")
        + (shown + silent < total ? ", " + shown + " shown" : "")
        + (silent > 0 ? ", " + silent + " do not answer" : "")
        + ", "
        + size(rate)
        + "/s"
        + (answer.flag("drained") ? ", drained: no new sessions" : "");
  }

  /**
   * The data connections of one session.
   *
   * @param bytes of each, by a key of its own
   * @param rate bytes each second
   */
  private record Seen(Map<String, Long> bytes, long rate, long total) {}

  private Seen seen(JsonNode session, long nanos) {
    Map<String, Long> bytes = new HashMap<>();
    long rate = 0;
    long total = 0;
    for (JsonNode data : session.at("data").items()) {
      String key = session.text("id") + "/" + data.number("id");
      long carried = data.number("bytesToServer") + data.number("bytesToClient");
      bytes.put(key, carried);
      total += carried;
      Long earlier = before.get(key);
      double seconds = (nanos - beforeNanos) / 1e9;
      rate +=
          earlier == null || seconds <= 0
              ? data.number("bytesPerSecond")
              : (long) (Math.max(0, carried - earlier) / seconds);
    }
    return new Seen(bytes, rate, total);
  }

  private static List<String> row(JsonNode session, Seen seen, Instant now) {
    List<JsonNode> data = session.at("data").items();
    JsonNode first = data.isEmpty() ? session.at("data") : data.get(0);
    boolean transfers = !first.text("verb").isEmpty();
    String verb = transfers ? first.text("verb") : session.text("verb");
    return List.of(
        clean(session.text("id")),
        clean(session.text("client")),
        clean(session.text("user")),
        clean(session.text("server")),
        tls(session.text("tls")),
        age(session.text("since"), now),
        clean(verb.isEmpty() ? "(" + session.text("state") + ")" : verb),
        clean(transfers ? first.text("path") : session.text("argument")),
        seen.rate() == 0 ? "" : size(seen.rate()) + "/s",
        seen.total() == 0 ? "" : size(seen.total()),
        data.stream().map(SessionFrame::data).collect(Collectors.joining(", ")));
  }

  private static String data(JsonNode data) {
    String ports =
        data.at("listening").items().stream()
            .map(at -> clean(at.text().substring(at.text().lastIndexOf(':') + 1)))
            .collect(Collectors.joining("+"));
    return clean(data.text("state")) + (ports.isEmpty() ? "" : " " + ports);
  }

  private static String tls(String which) {
    return switch (which) {
      case "both" -> "yes";
      case "none" -> "";
      default -> clean(which);
    };
  }

  private static String age(String since, Instant now) {
    try {
      long seconds = Math.max(0, Duration.between(Instant.parse(since), now).toSeconds());
      return seconds < 3_600
          ? "%d:%02d".formatted(seconds / 60, seconds % 60)
          : "%dh%02d".formatted(seconds / 3_600, seconds / 60 % 60);
    } catch (DateTimeParseException e) {
      return "";
    }
  }

  /** A size as people read it: {@code 1.5 MB}, of 1000 bytes each kB. */
  static String size(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1_000 && unit < units.length - 1) {
      value /= 1_000;
      unit++;
    }
    String form = unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, form, value, units[unit]);
  }

  private static String clean(String text) {
    return TerminalText.clean(text);
  }

  /** Columns that are as wide as they must be; the file gets what is left. */
  private static List<String> table(List<List<String>> rows, int width) {
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        int most = WIDEST.getOrDefault(i, Integer.MAX_VALUE);
        widths[i] = Math.max(widths[i], Math.min(most, TerminalText.width(row.get(i))));
      }
    }
    int others = -widths[FILE];
    for (int each : widths) {
      others += each + GAP.length();
    }
    widths[FILE] = Math.max(LEAST_FILE, Math.min(widths[FILE], width - others));
    return rows.stream().map(row -> TerminalText.fitted(line(row, widths), width)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = TerminalText.fitted(row.get(i), widths[i]);
      line.append(cell).append(" ".repeat(widths[i] - TerminalText.width(cell))).append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
