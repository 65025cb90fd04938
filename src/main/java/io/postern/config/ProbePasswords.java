package io.postern.config;

import io.postern.net.UpstreamSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the files with the passwords of probes. */
final class ProbePasswords {

  private static final int MOST_BYTES = 4_096;

  private final List<Problem> problems = new ArrayList<>();

  private ProbePasswords() {}

  /**
   * The same pools, with passwords where there is an account.
   *
   * @throws ConfigException with all mistakes
   */
  static List<UpstreamSettings> read(List<UpstreamSettings> pools) throws ConfigException {
    ProbePasswords passwords = new ProbePasswords();
    List<UpstreamSettings> read = pools.stream().map(passwords::read).toList();
    if (!passwords.problems.isEmpty()) {
      throw new ConfigException(passwords.problems.stream().distinct().sorted().toList());
    }
    return read;
  }

  private UpstreamSettings read(UpstreamSettings pool) {
    return pool.account()
        .flatMap(account -> password(account.passwordFile()))
        .map(pool::withPassword)
        .orElse(pool);
  }

  private Optional<String> password(Path file) {
    try {
      byte[] bytes = FileBytes.read(file, MOST_BYTES);
      Optional<String> first = firstLine(bytes);
      if (first.isEmpty()) {
        mistake(file, "expected a password in UTF-8 on the first line, of at most 4KiB");
      }
      return first;
    } catch (IOException e) {
      mistake(file, FileBytes.reason(file, e) + " (password-file)");
      return Optional.empty();
    }
  }

  /** Never told, not even in part. */
  private static Optional<String> firstLine(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      return Optional.empty();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.lines()
          .findFirst()
          .filter(line -> !line.isEmpty() && line.chars().noneMatch(Character::isISOControl));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private void mistake(Path file, String text) {
    problems.add(new Problem(file.toString(), 0, 0, "", text));
  }
}
