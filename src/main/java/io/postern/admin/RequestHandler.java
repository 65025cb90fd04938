package io.postern.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one connection, one after the other: the next is read only when the
 * answer before has left, so that pipelined requests and slow readers can't fill the memory.
 */
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {

  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  /** How long a client may take to close its side once it was told the last answer. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final Pages pages;
  private final boolean loopback;
  private final Duration timeout;
  private final Queue<HttpRequest> waiting = new ArrayDeque<>();
  private @Nullable Future<?> deadline;
  private boolean answering;
  private boolean ending;

  RequestHandler(Pages pages, boolean loopback, Duration timeout) {
    this.pages = pages;
    this.loopback = loopback;
    this.timeout = timeout;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    startDeadline(ctx, timeout);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stopDeadline();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
    // What follows a request's header is its end: a request with a body ends the connection.
    if (message instanceof HttpRequest request && !ending) {
      waiting.add(request);
      if (!answering) {
        answerNext(ctx);
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("The admin port closes a connection", cause);
    }
    ctx.close();
  }

  private void answerNext(ChannelHandlerContext ctx) {
    HttpRequest request = waiting.poll();
    answering = request != null;
    ctx.channel().config().setAutoRead(request == null);
    if (request != null) {
      answer(ctx, request);
    }
  }

  private void answer(ChannelHandlerContext ctx, HttpRequest request) {
    Answer refusal = refusal(request);
    if (refusal != null) {
      send(ctx, refusal, false);
    } else {
      String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
      send(ctx, pages.answer(path(request), accept), HttpUtil.isKeepAlive(request));
    }
  }

  /** Why a request gets no page; the connection then ends, as what follows can't be trusted. */
  private @Nullable Answer refusal(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return unreadable(request.decoderResult().cause());
    }
    Answer notAllowed = notAllowed(request);
    if (notAllowed != null) {
      return notAllowed;
    }
    if (hasBody(request)) {
      return Answer.text(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "no body is taken");
    }
    return request.uri().startsWith("/")
        ? foreignHost(request)
        : Answer.text(HttpResponseStatus.BAD_REQUEST, "not a path");
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

  private static String path(HttpRequest request) {
    return request.uri().split("\\?", 2)[0];
  }

  private static @Nullable Answer notAllowed(HttpRequest request) {
    HttpMethod method = request.method();
    if (Pages.isAction(path(request))) {
      return method.equals(HttpMethod.POST) ? foreignOrigin(request) : Answer.notAllowed("POST");
    }
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
        ? null
        : Answer.notAllowed("GET, HEAD");
  }

  /** Browsers send Origin with each POST that a web page makes (Fetch standard, section 3.2). */
  private static @Nullable Answer foreignOrigin(HttpRequest request) {
    return request.headers().contains(HttpHeaderNames.ORIGIN)
        ? Answer.text(HttpResponseStatus.FORBIDDEN, "not for web pages")
        : null;
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

  private void send(ChannelHandlerContext ctx, Answer answer, boolean keepAlive) {
    startDeadline(ctx, timeout);
    ctx.writeAndFlush(response(ctx, answer, keepAlive))
        .addListener((ChannelFutureListener) sent -> sent(ctx, sent.isSuccess() && keepAlive));
  }

  private void sent(ChannelHandlerContext ctx, boolean more) {
    if (more) {
      startDeadline(ctx, timeout);
      // Not at once: a hundred pipelined requests would make a stack a hundred answers deep.
      ctx.executor().execute(() -> answerNext(ctx));
    } else {
      endOutput(ctx);
    }
  }

  /**
   * Closing at once, with bytes unread, would reset the connection and could take the answer along.
   */
  private void endOutput(ChannelHandlerContext ctx) {
    ending = true;
    waiting.clear();
    startDeadline(ctx, LINGER);
    ctx.channel().config().setAutoRead(true);
    if (ctx.channel() instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }

  private static FullHttpResponse response(
      ChannelHandlerContext ctx, Answer answer, boolean keepAlive) {
    ByteBuf body = ByteBufUtil.writeUtf8(ctx.alloc(), answer.body());
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, answer.status(), body);
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    if (!answer.allow().isEmpty()) {
      headers.set(HttpHeaderNames.ALLOW, answer.allow());
    }
    headers.set(HttpHeaderNames.CONNECTION, keepAlive ? "keep-alive" : "close");
    return response;
  }

  private void startDeadline(ChannelHandlerContext ctx, Duration time) {
    stopDeadline();
    deadline = ctx.executor().schedule(() -> ctx.close(), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void stopDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }
}
