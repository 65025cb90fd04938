package io.postern.admin;

import io.netty.handler.codec.http.HttpResponseStatus;

/** What is answered to a request. */
record Answer(HttpResponseStatus status, String contentType, String body) {

  static final String TEXT = "text/plain; charset=utf-8";

  /** One line of plain text. */
  static Answer text(HttpResponseStatus status, String line) {
    return new Answer(status, TEXT, line + "\n");
  }
}
