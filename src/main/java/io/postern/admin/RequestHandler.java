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
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
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
  private final RequestCheck check;
  private final Duration timeout;
  private final Queue<HttpRequest> waiting = new ArrayDeque<>();
  private @Nullable Future<?> deadline;
  private boolean answering;
  private boolean ending;

  RequestHandler(Pages pages, RequestCheck check, Duration timeout) {
    this.pages = pages;
    this.check = check;
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
    Answer refusal = check.refusal(request, ctx.channel().remoteAddress());
    if (refusal != null) {
      send(ctx, refusal, false);
    } else {
      send(ctx, pages.answer(Request.of(request)), HttpUtil.isKeepAlive(request));
    }
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
    if (answer.status().equals(HttpResponseStatus.UNAUTHORIZED)) {
      headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
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
