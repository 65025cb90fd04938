package io.postern.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How files look from outside, behind all symbolic links: one that was written, renamed over, or
 * reached through a link that now points elsewhere looks different. Costs two system calls a file.
 */
record Look(Map<Path, Stamp> stamps) {

  /** Of no file. */
  static final Look NONE = new Look(Map.of());

  /**
   * One file.
   *
   * @param key device and inode; null where the platform has none
   * @param changed ctime, which a copy that keeps the old mtime can't keep; null where the platform
   *     has none
   */
  record Stamp(FileTime modified, long bytes, @Nullable Object key, @Nullable Object changed) {
    private static final Stamp MISSING = new Stamp(FileTime.fromMillis(0), -1, null, null);
  }

  /** Looks at files. */
  static Look at(Collection<Path> files) {
    Map<Path, Stamp> stamps = new LinkedHashMap<>();
    files.forEach(file -> stamps.put(file, stamp(file)));
    return new Look(stamps);
  }

  private static Stamp stamp(Path file) {
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(seen.lastModifiedTime(), seen.size(), seen.fileKey(), changed(file));
    } catch (IOException e) {
      return Stamp.MISSING;
    }
  }

  private static @Nullable Object changed(Path file) throws IOException {
    try {
      return Files.getAttribute(file, "unix:ctime");
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return null;
    }
  }
}
