package io.postern.replay;

import io.postern.audit.JsonLine;
import io.postern.ftp.Text;
import io.postern.replay.Change.Example;
import io.postern.replay.Change.Kind;
import io.postern.replay.Totals.Count;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Says what a replay found: as text for people, or as one flat JSON object a line. */
public final class ReplayReport {

  private static final int MOST_TEXT = 200;

  private final List<Change> changes;
  private final Totals totals;

  /** Of a replay that has finished. */
  public ReplayReport(Replay replay) {
    this.changes = replay.changes();
    this.totals = replay.totals();
  }

  /** Whether something would be refused that was not, or the other way round. */
  public boolean differs() {
    return changes.stream().anyMatch(change -> change.kind() != Kind.NEWLY_OBSERVED);
  }

  /** For people. */
  public void text(PrintWriter out) {
    out.println(
        "Read "
            + counted(Count.LINES, "line")
            + ": "
            + counted(Count.SESSIONS, "session")
            + ", "
            + counted(Count.COMMANDS, "command")
            + ", "
            + counted(Count.DATA_CONNECTIONS, "data connection")
            + (totals.first() == null ? "" : ", " + totals.first() + " to " + totals.last())
            + ".");
    section(out, "Newly denied", Kind.NEWLY_DENIED);
    section(out, "Newly allowed", Kind.NEWLY_ALLOWED);
    if (changes.stream().anyMatch(change -> change.kind() == Kind.NEWLY_OBSERVED)) {
      section(out, "Newly observed", Kind.NEWLY_OBSERVED);
    }
    rest(out);
  }

  private void section(PrintWriter out, String title, Kind kind) {
    List<Change> these = changes.stream().filter(change -> change.kind() == kind).toList();
    out.println();
    out.println(title + ": " + (these.isEmpty() ? "nothing" : sum(these)));
    for (Change change : these) {
      out.println("  " + change.count() + " by " + change.rule() + whose(change) + before(change));
      out.println("    first: " + example(change.example()));
    }
  }

  private static long sum(List<Change> these) {
    return these.stream().mapToLong(Change::count).sum();
  }

  private static String whose(Change change) {
    return change.user().isEmpty() ? ", no user yet" : ", user " + shown(change.user());
  }

  private static String before(Change change) {
    boolean refused = change.kind() == Kind.NEWLY_ALLOWED && !change.was().isEmpty();
    return refused ? ", was refused by " + shown(change.was()) : "";
  }

  private static String example(Example example) {
    String object = example.object().isEmpty() ? "" : " " + shown(example.object());
    return example.time()
        + " session "
        + shown(example.session())
        + ": "
        + shown(example.operation())
        + object
        + " ("
        + example.place()
        + ")";
  }

  private void rest(PrintWriter out) {
    out.println();
    out.println("Compared: " + counted(Count.COMPARED, "decision") + ".");
    for (Count count : Rest.ORDER) {
      if (totals.of(count) > 0) {
        out.println(Rest.line(count, totals.of(count)));
      }
    }
    Example undecided = totals.undecided();
    if (undecided != null) {
      out.println("  first without a path: " + example(undecided));
    }
  }

  /** One line for each change and one at the end, each a flat JSON object. */
  public void json(PrintWriter out) {
    StringBuilder text = new StringBuilder();
    for (Change change : changes) {
      Example example = change.example();
      new JsonLine(text)
          .text("change", change.kind().label())
          .text("rule", change.rule())
          .text("was", change.was())
          .text("user", change.user())
          .number("count", change.count())
          .text("time", example.time().toString())
          .text("session", example.session())
          .text("operation", example.operation())
          .text("object", example.object())
          .text("place", example.place())
          .end();
    }
    JsonLine last = new JsonLine(text).text("change", "totals");
    for (Count count : Count.values()) {
      last.number(key(count), totals.of(count));
    }
    last.end();
    out.print(text);
    out.flush();
  }

  private static String key(Count count) {
    String[] words = count.name().toLowerCase(Locale.ROOT).split("_", -1);
    StringBuilder key = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      key.append(Character.toUpperCase(words[i].charAt(0))).append(words[i], 1, words[i].length());
    }
    return key.toString();
  }

  private String counted(Count count, String thing) {
    long number = totals.of(count);
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private static String shown(String text) {
    return Text.escape(text, MOST_TEXT);
  }
}
