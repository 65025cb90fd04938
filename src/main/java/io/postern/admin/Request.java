package io.postern.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

/**
 * What is asked of a page.
 *
 * @param path as sent, without the query
 * @param accept the Accept header; empty if there was none
 */
record Request(HttpMethod method, String path, String accept) {

  static Request of(HttpRequest request) {
    return new Request(
        request.method(),
        request.uri().split("\\?", 2)[0],
        request.headers().get(HttpHeaderNames.ACCEPT, ""));
  }

  /** Whether it changes nothing (RFC 9110 section 9.2.1). */
  boolean isRead() {
    return isRead(method);
  }

  static boolean isRead(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }
}
