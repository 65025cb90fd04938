package io.postern.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which requests get no page, whatever they ask for. */
final class RequestCheck {

  private final boolean loopback;

  /**
   * A check.
   *
   * @param loopback whether the port listens on loopback only
   */
  RequestCheck(boolean loopback) {
    this.loopback = loopback;
  }

  /** Why a request gets no page; the connection then ends, as what follows can't be trusted. */
  @Nullable Answer refusal(HttpRequest request, @Nullable SocketAddress peer) {
    if (request.decoderResult().isFailure()) {
      return unreadable(request.decoderResult().cause());
    }
    if (hasBody(request)) {
      return Answer.text(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "no body is taken");
    }
    if (!request.uri().startsWith("/")) {
      return Answer.text(HttpResponseStatus.BAD_REQUEST, "not a path");
    }
    Answer foreign = foreignHost(request);
    return foreign != null || Request.isRead(request.method())
        ? foreign
        : foreignChange(request, peer);
  }

  private static Answer unreadable(@Nullable Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return Answer.text(HttpResponseStatus.REQUEST_URI_TOO_LONG, "request line too long");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Answer.text(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "header too large");
    }
    return Answer.text(HttpResponseStatus.BAD_REQUEST, "not an HTTP request");
  }

  private static boolean hasBody(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        || request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        || !"0".equals(request.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0"));
  }

  /** RFC 9112 section 3.2 wants exactly one Host header from HTTP/1.1; HTTP/1.0 knows none. */
  private @Nullable Answer foreignHost(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    boolean old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
    if (hosts.size() > 1 || (hosts.isEmpty() && !old)) {
      return Answer.text(HttpResponseStatus.BAD_REQUEST, "one Host header is needed");
    }
    return loopback && !hosts.isEmpty() && !HostHeader.namesThisHost(hosts.get(0))
        ? Answer.text(HttpResponseStatus.FORBIDDEN, "Host must be an IP address or localhost")
        : null;
  }

  /**
   * There is no login, so only this host may change something; and no web page through the browser
   * of someone on it: a browser sends Origin with whatever is not a read (Fetch standard, section
   * 3.2).
   */
  private static @Nullable Answer foreignChange(HttpRequest request, @Nullable SocketAddress peer) {
    if (request.headers().contains(HttpHeaderNames.ORIGIN)) {
      return Answer.text(HttpResponseStatus.FORBIDDEN, "not for web pages");
    }
    return peer instanceof InetSocketAddress from && from.getAddress().isLoopbackAddress()
        ? null
        : Answer.text(HttpResponseStatus.FORBIDDEN, "only from this host");
  }
}
