package io.postern.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the values of one set, each once, from the rules file and from the set's own file. */
final class SetValues<T> {

  static final int MOST_BYTES = 4 * 1024 * 1024;
  static final int MOST_VALUES = 100_000;

  /** What is told of one file: one that is no list of values at all has a mistake in each line. */
  private static final int MOST_TOLD = 20;

  private final SetKind<T> kind;
  private final String key;
  private final Reading reading;
  private final Map<String, T> values = new LinkedHashMap<>();
  private int wrong;
  private int doubled;

  SetValues(SetKind<T> kind, String key, Reading reading) {
    this.kind = kind;
    this.key = key;
    this.reading = reading;
  }

  List<T> all() {
    return List.copyOf(values.values());
  }

  void addAll(List<T> more, Place at) {
    more.forEach(value -> add(value, at));
  }

  private void add(T value, Place at) {
    String text = kind.value().type().write(value);
    if (values.putIfAbsent(text, value) != null && doubled++ < MOST_TOLD) {
      reading.problems().warn(at, Quote.text(text) + " is in the set already");
    }
  }

  /** Adds the lines of a file. */
  void read(Path name, Place named) {
    Path file = reading.resolve(name);
    Place at = new Place(reading.shown(name), 0, 0, key);
    try {
      byte[] content = FileBytes.read(file, MOST_BYTES);
      if (content.length > MOST_BYTES) {
        reading.problems().mistake(at, "expected at most 4MiB, got more");
      } else if (content.length == 0) {
        // One that is empty for the moment in which it is written must not lift a block.
        reading.problems().mistake(at, "expected values, or a comment if it has none; it is empty");
      } else {
        readLines(new String(content, StandardCharsets.UTF_8), at);
      }
    } catch (IOException e) {
      reading.problems().mistake(named, FileBytes.reason(file, e) + " (" + at.file() + ")");
    }
  }

  private void readLines(String text, Place at) {
    int line = 0;
    int before = values.size();
    for (String each : text.replace("\uFEFF", "").split("\n", -1)) {
      line++;
      readLine(each, new Place(at.file(), line, 1, key));
      if (wrong >= MOST_TOLD) {
        reading.problems().mistake(at, "has many wrong lines; these are the first");
        return;
      }
      if (values.size() - before > MOST_VALUES) {
        reading.problems().mistake(at, "expected at most " + MOST_VALUES + " values, got more");
        return;
      }
    }
    if (!reading.mayHold(values.size() - before, at)) {
      values.clear();
    }
  }

  private void readLine(String line, Place at) {
    String text = line.replaceFirst("(^|\\s)#.*", "").strip();
    if (text.isEmpty()) {
      return;
    }
    Place place = new Place(at.file(), at.line(), line.indexOf(text) + 1, key);
    if (text.indexOf('\uFFFD') >= 0) {
      wrong++;
      reading.problems().mistake(place, "expected UTF-8 text, got other bytes");
      return;
    }
    kind.value()
        .read(text, place, reading.problems())
        .ifPresentOrElse(value -> add(value, place), () -> wrong++);
  }
}
