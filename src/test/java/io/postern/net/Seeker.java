package io.postern.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.postern.event.Limit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Somebody who wants a server, and keeps what comes of it. */
final class Seeker implements ServerSeeker {

  /** Why there is no server. */
  record Unreachable(String reason, @Nullable Limit limit) {}

  private final CompletableFuture<Object> end = new CompletableFuture<>();
  private final CompletableFuture<String> heard = new CompletableFuture<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  /** The connection; fails if there is none. */
  Channel connected() throws InterruptedException, ExecutionException, TimeoutException {
    return (Channel) end.get(20, TimeUnit.SECONDS);
  }

  /** Why there is none; fails if there is one. */
  Unreachable unreachable() throws InterruptedException, ExecutionException, TimeoutException {
    return (Unreachable) end.get(20, TimeUnit.SECONDS);
  }

  /** The first bytes that its leg was given. */
  String heard() throws InterruptedException, ExecutionException, TimeoutException {
    return heard.get(20, TimeUnit.SECONDS);
  }

  /** Of servers of a pool. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public ChannelHandler newServerLeg() {
    return new SimpleChannelInboundHandler<ByteBuf>() {
      @Override
      protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        heard.complete(bytes.toString(StandardCharsets.US_ASCII));
      }
    };
  }

  @Override
  public void connected(Channel channel) {
    end.complete(channel);
  }

  @Override
  public void unreachable(String reason, @Nullable Limit limit) {
    end.complete(new Unreachable(reason, limit));
  }

  @Override
  public void attemptFailed(String pool, String server, String reason) {
    failures.add(reason);
  }
}
