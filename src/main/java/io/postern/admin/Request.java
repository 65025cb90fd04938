package io.postern.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;

/**
 * What is asked of a page.
 *
 * @param path as sent, without the query
 * @param query what follows the question mark, as sent
 * @param accept the Accept header; empty if there was none
 */
record Request(HttpMethod method, String path, String query, String accept) {

  private static final int MOST_DIGITS = 9;

  static Request of(HttpRequest request) {
    String[] parts = request.uri().split("\\?", 2);
    return new Request(
        request.method(),
        parts[0],
        parts.length == 2 ? parts[1] : "",
        request.headers().get(HttpHeaderNames.ACCEPT, ""));
  }

  /** The value of a key of the query; empty if it is not there, or not readable. */
  String text(String key) {
    try {
      return new QueryStringDecoder(query, false)
          .parameters()
          .getOrDefault(key, List.of(""))
          .get(0);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** The same as a number; -1 if it is none. */
  int number(String key, int fallback) {
    String text = text(key);
    if (text.isEmpty()) {
      return fallback;
    }
    boolean digits =
        text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Integer.parseInt(text) : -1;
  }

  /** Whether it changes nothing (RFC 9110 section 9.2.1). */
  boolean isRead() {
    return isRead(method);
  }

  static boolean isRead(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }
}
