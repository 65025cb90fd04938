package io.postern.operator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the admin port answered.
 *
 * @param status of HTTP
 * @param body as text
 */
public record AdminAnswer(int status, String body) {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d{1,9})");

  /** Reads an answer that ends with its connection (RFC 9112 section 6.3). */
  static AdminAnswer parse(byte[] bytes) throws IOException {
    int end = headEnd(bytes);
    String[] head = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split("\r\n", -1);
    Matcher status = STATUS.matcher(head[0]);
    if (!status.matches()) {
      throw new IOException("the answer is not HTTP");
    }
    byte[] body = Arrays.copyOfRange(bytes, end + 4, bytes.length);
    for (String line : head) {
      Matcher length = LENGTH.matcher(line);
      if (length.matches() && Integer.parseInt(length.group(1)) != body.length) {
        throw new IOException("the answer was cut off");
      }
    }
    return new AdminAnswer(
        Integer.parseInt(status.group(1)), new String(body, StandardCharsets.UTF_8));
  }

  private static int headEnd(byte[] bytes) throws IOException {
    for (int i = 0; i + 3 < bytes.length; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i;
      }
    }
    throw new IOException("the answer is not HTTP");
  }

  /** The first line of the body. */
  String firstLine() {
    return body.lines().findFirst().orElse("");
  }
}
