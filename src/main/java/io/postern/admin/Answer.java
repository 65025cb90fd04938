package io.postern.admin;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * What is answered to a request.
 *
 * @param allow the methods that would be answered; empty unless the request's is not
 */
record Answer(HttpResponseStatus status, String contentType, String body, String allow) {

  static final String TEXT = "text/plain; charset=utf-8";

  static final String JSON = "application/json";

  /** An answer to a method that the path takes. */
  Answer(HttpResponseStatus status, String contentType, String body) {
    this(status, contentType, body, "");
  }

  /** One line of plain text. */
  static Answer text(HttpResponseStatus status, String line) {
    return new Answer(status, TEXT, line + "\n");
  }

  /** 405, with the methods that would be answered. */
  static Answer notAllowed(String allow) {
    return new Answer(HttpResponseStatus.METHOD_NOT_ALLOWED, TEXT, "only " + allow + "\n", allow);
  }
}
