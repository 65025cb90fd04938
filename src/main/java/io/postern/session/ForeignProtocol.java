package io.postern.session;

import io.postern.ftp.Line;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines that are the beginning of another protocol: a browser, a scanner, or an SSH client. */
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

  private ForeignProtocol() {}

  static boolean begins(Line line) {
    String text = new String(line.bytes(), StandardCharsets.ISO_8859_1);
    return text.startsWith("SSH-") || http(text);
  }

  private static boolean http(String text) {
    return text.contains(" HTTP/") && HTTP_METHODS.stream().anyMatch(text::startsWith);
  }
}
