package io.postern.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The bytes of a file, or why they can't be read. */
final class FileBytes {

  private FileBytes() {}

  /**
   * At most one byte more than there should be. A pipe without a writer would never end, and with
   * it the watching of the rules.
   */
  static byte[] read(Path file, int most) throws IOException {
    if (Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
      throw new IOException("a pipe or a device");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most + 1);
    }
  }

  /** Why a file could not be read, and what was expected. */
  static String reason(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return "expected a file, but there is none of that name";
    }
    if (e instanceof AccessDeniedException) {
      return "expected a file that can be read, but reading it is not allowed";
    }
    String got =
        Files.isDirectory(file) ? "a directory" : Quote.bare(String.valueOf(e.getMessage()));
    return "expected a file that can be read, got: " + got;
  }
}
