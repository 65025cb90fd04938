package io.postern.operator;

import java.io.Console;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal that the command runs in. */
public final class Terminal {

  /** The page that is shown. */
  public static final String PAGE = "/sessions?most=1000";

  /** No line is cut, no list either. */
  public static final int ENDLESS = 1_000_000;

  private static final Size USUAL = new Size(100, 30);
  private static final int LEAST = 20;
  private static final Pattern ROWS_COLUMNS = Pattern.compile("(\\d{1,4}) (\\d{1,4})");

  // ECMA-48: to the top left, clear to the end of the line, clear to the end of the screen.
  private static final String HOME = "\u001b[H";
  private static final String END_OF_LINE = "\u001b[K";
  private static final String END_OF_SCREEN = "\u001b[J";

  private Terminal() {}

  /** Its size in characters. */
  public record Size(int width, int height) {}

  /** Whether standard input and output are a terminal that can move its cursor. */
  @SuppressWarnings("SystemConsoleNull") // it is null before JDK 22; see isTerminal
  public static boolean isInteractive() {
    Console console = System.console();
    String kind = System.getenv("TERM");
    return console != null && isTerminal(console) && kind != null && !kind.equals("dumb");
  }

  // Since JDK 22 there is a console without a terminal too, and a method that tells.
  private static boolean isTerminal(Console console) {
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Its size now; a usual one if nobody knows. */
  public static Size size() {
    return Screen.stty("size").flatMap(Terminal::parsed).orElse(USUAL);
  }

  /** Rows and columns as {@code stty size} writes them. */
  static Optional<Size> parsed(String text) {
    Matcher matcher = ROWS_COLUMNS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int width = Integer.parseInt(matcher.group(2));
    int height = Integer.parseInt(matcher.group(1));
    return width < LEAST || height < 3 ? Optional.empty() : Optional.of(new Size(width, height));
  }

  /**
   * Lines, one at least, that take the place of those that stand there. Each place is cleared
   * before it is written: behind a line of the whole width its last character would be cleared too.
   */
  public static String redrawn(List<String> lines) {
    int last = lines.size() - 1;
    StringBuilder out = new StringBuilder(HOME);
    lines.subList(0, last).forEach(line -> out.append(END_OF_LINE).append(line).append("\r\n"));
    return out.append(END_OF_SCREEN).append(lines.get(last)).toString();
  }
}
