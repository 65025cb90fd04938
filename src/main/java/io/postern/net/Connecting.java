package io.postern.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.postern.event.Limit;
import io.postern.relay.Transparency;
import io.postern.relay.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One session's attempt to reach its server: each address of it in turn, all within one time limit.
 * An address that does not answer leaves the others their share of the time. Lives on the session's
 * event loop.
 */
final class Connecting implements Reaching {

  private final Transport transport;
  private final EventLoop loop;
  private final ServerSeeker seeker;
  private final Queue<InetSocketAddress> targets;
  private final @Nullable InetAddress source;
  private final long deadlineNanos;
  private final long limitSeconds;
  private @Nullable ChannelFuture attempt;
  private boolean cancelled;
  private String reason = "its host name has no address";
  private boolean timedOut;

  /**
   * Does not begin yet.
   *
   * @param source the address that the connections come from, which may be another host's; null for
   *     the gateway's own
   */
  Connecting(
      Transport transport,
      EventLoop loop,
      ServerSeeker seeker,
      List<InetSocketAddress> targets,
      @Nullable InetAddress source,
      Duration limit) {
    this.transport = transport;
    this.loop = loop;
    this.seeker = seeker;
    this.targets = new ArrayDeque<>(targets);
    this.source = source;
    this.deadlineNanos = System.nanoTime() + limit.toNanos();
    this.limitSeconds = Math.max(1, limit.toSeconds());
  }

  /** Tries the next address, if there is one and time is left. */
  void next() {
    InetSocketAddress target = targets.poll();
    long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
    if (cancelled) {
      return;
    }
    if (target == null || leftMillis <= 0) {
      seeker.unreachable(reason, timedOut ? Limit.CONNECT_TIMEOUT : null);
    } else {
      long share = Math.max(1, leftMillis / (1 + targets.size()));
      attempt(target, (int) Math.min(share, Integer.MAX_VALUE));
    }
  }

  @Override
  public void close() {
    cancelled = true;
    if (attempt != null) {
      attempt.cancel(false);
      attempt.channel().close();
    }
  }

  private void attempt(InetSocketAddress target, int millis) {
    Bootstrap bootstrap =
        ControlOptions.apply(new Bootstrap(), transport)
            .group(loop)
            .channel(transport.socket())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
            .handler(seeker.newServerLeg());
    ChannelFuture connecting =
        source == null
            ? bootstrap.connect(target)
            : Transparency.allow(bootstrap).connect(target, new InetSocketAddress(source, 0));
    attempt = connecting;
    connecting.addListener(done -> finished(connecting));
  }

  private void finished(ChannelFuture future) {
    if (cancelled) {
      future.channel().close();
    } else if (future.isSuccess()) {
      attempt = null;
      seeker.connected(future.channel());
    } else {
      remember(future.cause());
      next();
    }
  }

  private void remember(Throwable cause) {
    timedOut = cause instanceof ConnectTimeoutException;
    if (timedOut) {
      reason = "no answer within " + limitSeconds + " s";
    } else if (cause instanceof NoRouteToHostException) {
      reason = "no route to it";
    } else {
      reason = refused(cause) ? "it refused the connection" : "the connection failed";
    }
  }

  private static boolean refused(Throwable cause) {
    String message = cause.getMessage();
    return message != null && message.contains("refused");
  }
}
