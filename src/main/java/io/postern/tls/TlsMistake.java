package io.postern.tls;

import java.nio.file.Path;

/**
 * What is wrong with a file of keys, certificates or trust.
 *
 * @param file the file
 * @param text what is wrong, and what to do; never a secret
 */
public record TlsMistake(Path file, String text) {

  @Override
  public String toString() {
    return file + ": " + text;
  }
}
