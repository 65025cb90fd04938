package io.postern.replay;

import io.postern.audit.AuditLine;
import io.postern.audit.AuditReader;
import io.postern.audit.AuditReader.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The files of a log, also of one that was rotated: the one that begins first is read first. */
public final class AuditFiles {

  /** Standard input, which is read first: older logs are unpacked into it. */
  public static final Path STANDARD_INPUT = Path.of("-");

  private AuditFiles() {}

  private record Begun(Path file, String time) {}

  /**
   * Replays all files.
   *
   * @param standardInput what {@code -} stands for
   * @param unreadable is told of each line that can't be read
   * @throws IOException if a file can't be read
   */
  public static void replay(
      List<Path> files, InputStream standardInput, Replay replay, Consumer<Unreadable> unreadable)
      throws IOException {
    Consumer<Unreadable> counted =
        line -> {
          replay.unreadable();
          unreadable.accept(line);
        };
    for (Path file : inOrder(files)) {
      InputStream in = file.equals(STANDARD_INPUT) ? standardInput : Files.newInputStream(file);
      try (AuditReader reader = new AuditReader(file.toString(), in, counted)) {
        replay.read(reader);
      }
    }
    replay.finish();
  }

  private static List<Path> inOrder(List<Path> files) throws IOException {
    List<Begun> begun = new ArrayList<>();
    for (Path file : files) {
      begun.add(new Begun(file, file.equals(STANDARD_INPUT) ? "" : firstTime(file)));
    }
    return begun.stream().sorted(Comparator.comparing(Begun::time)).map(Begun::file).toList();
  }

  /** Times in the one form of the log sort as texts do. */
  private static String firstTime(Path file) throws IOException {
    try (AuditReader reader =
        new AuditReader(file.toString(), Files.newInputStream(file), line -> {})) {
      Optional<AuditLine> line = reader.next();
      while (line.isPresent() && line.get().text("time").isEmpty()) {
        line = reader.next();
      }
      return line.map(first -> first.text("time")).orElse("");
    }
  }
}
