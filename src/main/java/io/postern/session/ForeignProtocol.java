package io.postern.session;

import io.postern.ftp.Line;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lines that are the beginning of another protocol: a browser, a scanner, an SSH client, or a
 * balancer whose PROXY header nobody has asked for.
 */
final class ForeignProtocol {

  private static final List<String> HTTP_METHODS =
      List.of(
          "GET ",
          "POST ",
          "HEAD ",
          "PUT ",
          "DELETE ",
          "OPTIONS ",
          "CONNECT ",
          "PATCH ",
          "TRACE ",
          "PRI ");

  private static final List<String> PROXY_HEADERS =
      List.of("PROXY TCP4 ", "PROXY TCP6 ", "PROXY UNKNOWN");

  private ForeignProtocol() {}

  static boolean begins(Line line) {
    String text = new String(line.bytes(), StandardCharsets.ISO_8859_1);
    return text.startsWith("SSH-")
        || http(text)
        || PROXY_HEADERS.stream().anyMatch(text::startsWith);
  }

  private static boolean http(String text) {
    return text.contains(" HTTP/") && HTTP_METHODS.stream().anyMatch(text::startsWith);
  }
}
