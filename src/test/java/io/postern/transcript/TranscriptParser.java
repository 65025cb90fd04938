package io.postern.transcript;

import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import io.postern.session.Input.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a transcript; a line that can't be read is a fault of the file and fails the test. */
final class TranscriptParser {

  private final Path file;
  private final Set<String> rows = new TreeSet<>();
  private final Map<String, String> values = new HashMap<>();
  private final Map<Deviation, Stance> stances = new EnumMap<>(Deviation.class);
  private final List<Step> steps = new ArrayList<>();
  private final StringBuilder rules = new StringBuilder();
  private Optional<String> pureOnly = Optional.empty();

  /** What {@code C+} and {@code S+} lines have gathered for the next {@code >}. */
  private String gathered = "";

  TranscriptParser(Path file) {
    this.file = file;
  }

  Transcript parse() {
    return parse(lines(file));
  }

  /** The same, with other lines in the file's place. */
  Transcript parse(List<String> own) {
    read(file, own);
    if (!gathered.isEmpty()) {
      throw new IllegalArgumentException(file.getFileName() + ": a + line that nothing follows");
    }
    String name = file.getFileName().toString().replaceFirst("\\.txt$", "");
    return new Transcript(
        name, rows, pureOnly, new Setup(values, stances, rules.toString()), List.copyOf(steps));
  }

  private void read(Path source) {
    read(source, lines(source));
  }

  private void read(Path source, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.isBlank() && !line.startsWith("#")) {
        line(source.getFileName() + ":" + (i + 1), line);
      }
    }
  }

  private void line(String at, String line) {
    int space = line.indexOf(' ');
    String word = space < 0 ? line : line.substring(0, space);
    String rest = space < 0 ? "" : line.substring(space + 1);
    switch (word) {
      case "rows" -> rows.addAll(Arrays.asList(rest.split(" +")));
      case "pure-only" -> pureOnly = Optional.of(rest);
      case "set" -> set(rest.split(" +"));
      case "use" -> read(file.resolveSibling("parts").resolve(rest + ".txt"));
      case "R>" -> rules.append(rest).append('\n');
      case "C+", "S+" -> gathered += rest + "\\r\\n";
      default -> steps.add(step(at, word, rest));
    }
  }

  private void set(String[] words) {
    if (words[0].equals("deviation")) {
      stances.put(Deviation.valueOf(constant(words[1])), Stance.valueOf(constant(words[2])));
    } else {
      values.put(words[0], words[1]);
    }
  }

  private Step step(String at, String word, String rest) {
    return switch (word) {
      case "C>", "S>" -> new Step.Sends(at, side(word, 0), takeGathered() + rest, false);
      case "C^" -> new Step.Sends(at, Side.CLIENT, takeGathered() + rest, true);
      case ">C", ">S" -> new Step.Sees(at, side(word, 1), rest);
      case "C!", "S!" -> new Step.Does(at, side(word, 0), rest);
      case "!C", "!S" -> new Step.SeesEnd(at, side(word, 1));
      case "G!" -> new Step.Stops(at, rest.equals("stop"));
      case "P>" -> new Step.Hole(at, List.of(rest.split(" +")));
      case "K>" -> new Step.Tls(at, List.of(rest.split(" +")));
      case "F>" -> new Step.Forward(at, List.of(rest.split(" +")));
      case "T>" -> new Step.Passes(at, Setup.duration(rest));
      case "E>" -> new Step.Event(at, rest);
      case "X>" -> new Step.Over(at, rest);
      default -> throw new IllegalArgumentException(at + ": what is " + word + "?");
    };
  }

  private String takeGathered() {
    String taken = gathered;
    gathered = "";
    return taken;
  }

  private static Side side(String word, int at) {
    return word.charAt(at) == 'C' ? Side.CLIENT : Side.SERVER;
  }

  static String constant(String label) {
    return label.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static List<String> lines(Path source) {
    try {
      return Files.readAllLines(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
