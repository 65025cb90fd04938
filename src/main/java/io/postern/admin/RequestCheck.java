package io.postern.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.postern.event.EventSink;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which requests get no page, whatever they ask for. */
final class RequestCheck {

  /** What no web page can send to another origin unasked (Fetch standard, section 2.2.2). */
  static final String OWN_HEADER = "Postern-Admin";

  private static final String FETCH_SITE = "Sec-Fetch-Site";
  private static final Set<String> OPEN = Set.of("/healthz", "/readyz");

  private final Guard guard;
  private final WrongTokens wrongTokens;

  /**
   * A check by this guard.
   *
   * @param sink is told of wrong tokens
   */
  RequestCheck(Guard guard, EventSink sink) {
    this.guard = guard;
    this.wrongTokens = new WrongTokens(sink, System::nanoTime);
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
    return firstOf(
        foreignHost(request),
        webPage(request),
        stranger(request, peer),
        foreignChange(request, peer));
  }

  private static @Nullable Answer firstOf(@Nullable Answer... refusals) {
    return Arrays.stream(refusals).filter(Objects::nonNull).findFirst().orElse(null);
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
    boolean local = guard.reach() == Guard.Reach.LOOPBACK;
    return local && !hosts.isEmpty() && !HostHeader.namesThisHost(hosts.get(0))
        ? Answer.text(HttpResponseStatus.FORBIDDEN, "Host must be an IP address or localhost")
        : null;
  }

  /**
   * No web page may ask through the browser of someone who can: a browser names the page's origin
   * with whatever is not a plain read (Fetch standard, section 3.2), and newer ones tell with every
   * request whose page it is for (W3C Fetch Metadata). What somebody types into the address bar may
   * be read.
   */
  private static @Nullable Answer webPage(HttpRequest request) {
    String site = request.headers().get(FETCH_SITE);
    boolean typed = "none".equals(site) && Request.isRead(request.method());
    return request.headers().contains(HttpHeaderNames.ORIGIN) || (site != null && !typed)
        ? Answer.text(HttpResponseStatus.FORBIDDEN, "not for web pages")
        : null;
  }

  /** Health tells a stranger nothing, and probes can't keep a secret. */
  private @Nullable Answer stranger(HttpRequest request, @Nullable SocketAddress peer) {
    if (guard.token().isEmpty() || OPEN.contains(Request.of(request).path())) {
      return null;
    }
    String given = request.headers().get(HttpHeaderNames.AUTHORIZATION);
    if (given != null && guard.token().get().isIn(given)) {
      return null;
    }
    if (given != null) {
      wrongTokens.add(peer);
    }
    return Answer.text(HttpResponseStatus.UNAUTHORIZED, "the token is missing or wrong");
  }

  /** Without a token only this host may change something. */
  private @Nullable Answer foreignChange(HttpRequest request, @Nullable SocketAddress peer) {
    if (Request.isRead(request.method())) {
      return null;
    }
    if (guard.token().isEmpty() && !isLocal(peer)) {
      return Answer.text(HttpResponseStatus.FORBIDDEN, "only from this host");
    }
    return request.method().equals(HttpMethod.POST) && !isDeliberate(request)
        ? Answer.text(
            HttpResponseStatus.FORBIDDEN,
            "a POST needs the header " + OWN_HEADER + ": 1, or Content-Type: application/json")
        : null;
  }

  private boolean isLocal(@Nullable SocketAddress peer) {
    return guard.reach() == Guard.Reach.SOCKET
        || (peer instanceof InetSocketAddress from && from.getAddress().isLoopbackAddress());
  }

  /** A form of a web page sends neither; a script that does is asked by the browser first. */
  private static boolean isDeliberate(HttpRequest request) {
    String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
    return request.headers().contains(OWN_HEADER)
        || type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }
}
