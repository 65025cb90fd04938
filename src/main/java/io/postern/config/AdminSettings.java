package io.postern.config;

import io.postern.ftp.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The admin port, and where metrics are served to others.
 *
 * @param listen where the admin port listens; empty means nowhere
 * @param mode who may use it, if it is a Unix socket
 * @param tokenFile has the token that whoever asks must know; empty means that none is needed
 * @param metrics where metrics and health can be read without one; empty means nowhere else
 */
public record AdminSettings(
    Optional<AdminAddress> listen,
    SocketMode mode,
    Optional<Path> tokenFile,
    Optional<Endpoint> metrics) {

  /** A token can be tried from afar: a short one would be guessed. */
  public static final int LEAST_TOKEN = 16;

  private static final int MOST_TOKEN = 1_024;

  /** The address and port of the admin port; empty if it has none. */
  public Optional<Endpoint> endpoint() {
    return listen
        .filter(AdminAddress.Tcp.class::isInstance)
        .map(address -> ((AdminAddress.Tcp) address).endpoint());
  }

  /**
   * Reads the token.
   *
   * @throws ConfigException if there is to be one and the file has none
   */
  public Optional<String> loadToken() throws ConfigException {
    return tokenFile.isEmpty() ? Optional.empty() : Optional.of(token(tokenFile.get()));
  }

  /**
   * Reads the token of a file: its first line.
   *
   * @throws ConfigException if it has none
   */
  public static String token(Path file) throws ConfigException {
    byte[] bytes;
    try {
      bytes = FileBytes.read(file, MOST_TOKEN);
    } catch (IOException e) {
      throw mistake(file, FileBytes.reason(file, e));
    }
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .lines()
        .findFirst()
        .filter(line -> line.length() >= LEAST_TOKEN && bytes.length <= MOST_TOKEN)
        .filter(line -> line.chars().allMatch(c -> c > ' ' && c <= '~'))
        .orElseThrow(
            () ->
                mistake(
                    file,
                    "expected a token on the first line: "
                        + LEAST_TOKEN
                        + " ASCII characters or more, without spaces"));
  }

  private static ConfigException mistake(Path file, String text) {
    return new ConfigException(List.of(new Problem(file.toString(), 0, 0, "", text)));
  }
}
