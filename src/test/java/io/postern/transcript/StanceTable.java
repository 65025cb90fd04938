package io.postern.transcript;

import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Reads {@code deviations.txt}, which says what each stance on each deviation does. */
final class StanceTable {

  private static final String CLIENT_REFUSED =
      ">C 421 Protocol violation; closing the control connection.";
  private static final String SERVER_REFUSED =
      ">C 421 The FTP server broke the protocol; closing the control connection.";
  private static final List<String> CLOSED = List.of("!C closed", "!S closed");

  private final Path file;

  /** By the deviation's name: the lines before the first section, and each section's. */
  private final Map<String, Map<String, List<String>>> blocks = new LinkedHashMap<>();

  private StanceTable(Path file) {
    this.file = file;
  }

  static StanceTable read() {
    try {
      StanceTable table =
          new StanceTable(
              Path.of(
                  Objects.requireNonNull(StanceTable.class.getResource("/deviations.txt"))
                      .toURI()));
      table.fill();
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fill() throws IOException {
    List<String> lines = new ArrayList<>();
    Map<String, List<String>> block = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("deviation ")) {
        block = new LinkedHashMap<>();
        lines = block.computeIfAbsent("", name -> new ArrayList<>());
        if (blocks.put(line.substring("deviation ".length()), block) != null) {
          throw new IllegalArgumentException("twice: " + line);
        }
      } else if (line.startsWith("= ")) {
        lines = block.computeIfAbsent(line.substring(2), name -> new ArrayList<>());
      } else {
        lines.add(line);
      }
    }
  }

  /** The names of the deviations that it has. */
  List<String> names() {
    return List.copyOf(blocks.keySet());
  }

  /** The sections that a deviation has, without that of what leads to it. */
  List<String> sections(Deviation deviation) {
    return block(deviation).keySet().stream().filter(name -> !name.isEmpty()).toList();
  }

  /** What a stance does, as a transcript. */
  Transcript transcript(Deviation deviation, Stance stance) {
    String label = stance.name().toLowerCase(Locale.ROOT);
    List<String> lines = new ArrayList<>();
    lines.add("rows DEVIATION");
    lines.add("set deviation " + deviation.label() + " " + label);
    lines.addAll(section(deviation, ""));
    if (stance != Stance.ALLOW) {
      lines.add("E> deviation " + deviation.label() + " " + label);
    }
    lines.addAll(
        switch (stance) {
          case ALLOW, LOG -> goesOn(section(deviation, "tolerated"));
          case DENY -> goesOn(section(deviation, "denied"));
          case CLOSE -> closes(deviation);
        });
    Path at = file.resolveSibling("transcripts").resolve(deviation.label() + " " + label + ".txt");
    return new TranscriptParser(at).parse(lines);
  }

  private static List<String> goesOn(List<String> section) {
    List<String> lines = new ArrayList<>(section);
    if (!lines.remove("over")) {
      lines.add("use noop");
    }
    return lines;
  }

  private List<String> closes(Deviation deviation) {
    List<String> own = block(deviation).getOrDefault("closed", List.of());
    List<String> lines = new ArrayList<>(own);
    if (own.isEmpty()) {
      lines.add(departs(deviation).startsWith("S") ? SERVER_REFUSED : CLIENT_REFUSED);
      lines.add("X> refused");
    }
    List<String> all = new ArrayList<>(lines.stream().filter(l -> !l.startsWith("X>")).toList());
    all.addAll(CLOSED);
    all.addAll(lines.stream().filter(line -> line.startsWith("X>")).toList());
    return all;
  }

  /** The line that departs: the last before the sections. */
  private String departs(Deviation deviation) {
    List<String> lines = section(deviation, "").stream().filter(line -> !line.isBlank()).toList();
    return lines.get(lines.size() - 1);
  }

  private List<String> section(Deviation deviation, String name) {
    List<String> section = block(deviation).get(name);
    if (section == null) {
      throw new AssertionError(deviation.label() + " says nothing of what is " + name);
    }
    return section;
  }

  private Map<String, List<String>> block(Deviation deviation) {
    Map<String, List<String>> block = blocks.get(deviation.label());
    if (block == null) {
      throw new AssertionError("deviations.txt has no block of " + deviation.label());
    }
    return block;
  }
}
