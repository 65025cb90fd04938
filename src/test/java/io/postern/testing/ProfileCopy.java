package io.postern.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The shipped rules, copied to where a test changes in them what an administrator would. */
public final class ProfileCopy {

  /** Where the shipped rules are. */
  public static final Path SHIPPED = Path.of("rules");

  private final Path folder;

  /** Copies every file of {@code rules/}, without the cases. */
  public ProfileCopy(Path folder) {
    this.folder = folder;
    try (Stream<Path> files = Files.list(SHIPPED)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all profiles, such as {@code read-only.yaml}. */
  public static List<String> names() {
    try (Stream<Path> files = Files.list(SHIPPED)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The copy of a file. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Writes a text for another, which must be there, wherever it stands in a file. */
  public ProfileCopy replace(String name, String text, String replacement) {
    try {
      String all = Files.readString(file(name));
      if (!all.contains(text)) {
        throw new IllegalArgumentException(name + " lacks " + text);
      }
      Files.writeString(file(name), all.replace(text, replacement));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file anew. */
  public ProfileCopy write(String name, String content) {
    try {
      Files.writeString(file(name), content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
