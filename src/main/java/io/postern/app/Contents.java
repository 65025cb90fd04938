package io.postern.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What files hold at a moment: the SHA-256 of each, or a word where it can't be read. Two that are
 * equal are of the same files with the same bytes.
 */
record Contents(Map<Path, String> digests) {

  /** Of no file; equal to nothing that was read. */
  static final Contents NONE = new Contents(Map.of());

  private static final int BUFFER_BYTES = 64 * 1024;

  /** Reads files. */
  static Contents of(Collection<Path> files) {
    Map<Path, String> digests = new LinkedHashMap<>();
    files.forEach(file -> digests.put(file, digest(file)));
    return new Contents(digests);
  }

  private static String digest(Path file) {
    if (!Files.isRegularFile(file)) {
      return "none"; // a pipe or a device may have no end
    }
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (IOException e) {
      return "unreadable";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
