package io.postern.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A configuration file in YAML. Thread-safe: each call reads anew. */
public final class SettingsFile {

  private SettingsFile() {}

  /**
   * Reads a file.
   *
   * @throws ConfigException if it can't be read, or holds mistakes: all of them
   */
  public static LoadedSettings load(Path file) throws ConfigException {
    Problems problems = new Problems();
    Place place = new Place(file.toString(), 0, 0, "");
    try (InputStream in = Files.newInputStream(file)) {
      return parse(file.toString(), in.readNBytes(YamlText.MOST_BYTES + 1));
    } catch (NoSuchFileException e) {
      problems.mistake(place, "expected a file, but there is none of that name");
    } catch (AccessDeniedException e) {
      problems.mistake(place, "expected a file that can be read, but reading it is not allowed");
    } catch (IOException e) {
      problems.mistake(place, "expected a file that can be read, got: " + reason(file, e));
    }
    problems.throwMistakes();
    throw new IllegalStateException("a mistake was told");
  }

  /**
   * Reads the content of a file.
   *
   * @param file its name, for the mistakes
   * @param content UTF-8, at most 256 KiB
   * @throws ConfigException if it holds mistakes: all of them
   */
  public static LoadedSettings parse(String file, byte[] content) throws ConfigException {
    Problems problems = new Problems();
    Place place = new Place(file, 0, 0, "");
    var root = YamlText.compose(place, content, problems);
    problems.throwMistakes();
    return Assembly.assemble(new TreeReader(place, problems).read(root), problems);
  }

  private static String reason(Path file, IOException e) {
    return Files.isDirectory(file) ? "a directory" : Quote.bare(String.valueOf(e.getMessage()));
  }
}
