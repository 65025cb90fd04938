package io.postern.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the whole PROXY header of a connection, and lets nothing else happen before it. Then it
 * leaves, and what came behind the header goes through the pipeline as if it were first: a session
 * with implicit TLS has its handler there by then. On the connection's event loop.
 *
 * @see <a href="https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt">The PROXY protocol</a>
 */
final class ProxyHeaderHandler extends ChannelInboundHandlerAdapter {

  /** Who is told, once. */
  interface Observer {

    /** The header is whole, and right. */
    void arrived(Arrival arrival);

    /** There is none, or a wrong one; the connection is closed. */
    void refused(String reason);
  }

  private final Arrival direct;
  private final Duration limit;
  private final Observer observer;
  private final Queue<Object> behind = new ArrayDeque<>(2);
  private @Nullable ScheduledFuture<?> timer;
  private @Nullable HAProxyMessage header;
  private boolean over;

  private ProxyHeaderHandler(Arrival direct, Duration limit, Observer observer) {
    this.direct = direct;
    this.limit = limit;
    this.observer = observer;
  }

  /**
   * Begins to wait.
   *
   * @param direct the sender and our end of its connection
   * @param settings how long the header may take, and be
   */
  static void await(Channel channel, Arrival direct, ProxyProtocol settings, Observer observer) {
    channel
        .pipeline()
        .addLast(
            new ProxyHeaderStart(settings.headerBytes()),
            new HAProxyMessageDecoder(settings.headerBytes(), true),
            new ProxyHeaderHandler(direct, settings.timeout(), observer));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    timer =
        context
            .executor()
            .schedule(
                () -> refuse(context, "no whole header within " + limit.toMillis() + " ms"),
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    over = true;
    stopTimer();
    if (header != null) {
      header.release();
      header = null;
    }
    behind.forEach(ReferenceCountUtil::release);
    behind.clear();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HAProxyMessage whole && header == null && !over) {
      header = whole;
    } else if (header != null && !over) {
      behind.add(message);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  /** The decoder has left by now, and has given back what came behind the header. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (header != null && !over) {
      take(context, header);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      refuse(context, ended(context));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    refuse(context, ended(context));
  }

  private static String ended(ChannelHandlerContext context) {
    ProxyHeaderStart start = context.pipeline().get(ProxyHeaderStart.class);
    return start != null && start.isUntouched()
        ? "it ended before its first byte, as a health check does"
        : "it ended before its header was whole";
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    refuse(context, cause instanceof IOException ? ended(context) : reason(cause));
  }

  private static String reason(Throwable cause) {
    return cause instanceof DecoderException
        ? "what came is no header"
        : "the header can't be read";
  }

  private void take(ChannelHandlerContext context, HAProxyMessage whole) {
    Optional<Arrival> arrival = arrival(whole);
    if (arrival.isEmpty()) {
      refuse(context, "the header is not of a TCP connection");
      return;
    }
    over = true;
    List<Object> rest = List.copyOf(behind);
    behind.clear();
    ChannelPipeline pipeline = context.pipeline();
    pipeline.remove(this);
    observer.arrived(arrival.get());
    rest.forEach(pipeline::fireChannelRead);
    pipeline.fireChannelReadComplete();
  }

  /** LOCAL and UNKNOWN are the balancer's own: the addresses of the socket stand. */
  private Optional<Arrival> arrival(HAProxyMessage whole) {
    if (whole.command() == HAProxyCommand.LOCAL
        || whole.proxiedProtocol() == HAProxyProxiedProtocol.UNKNOWN) {
      return Optional.of(direct);
    }
    boolean tcp =
        whole.proxiedProtocol() == HAProxyProxiedProtocol.TCP4
            || whole.proxiedProtocol() == HAProxyProxiedProtocol.TCP6;
    return tcp
        ? endpoint(whole.sourceAddress(), whole.sourcePort())
            .flatMap(
                client ->
                    endpoint(whole.destinationAddress(), whole.destinationPort())
                        .map(reached -> direct.behind(client, reached)))
        : Optional.empty();
  }

  private static Optional<Endpoint> endpoint(@Nullable String address, int port) {
    return address == null
        ? Optional.empty()
        : AddressLiteral.parse(address).map(parsed -> new Endpoint(parsed, port));
  }

  private void refuse(ChannelHandlerContext context, String reason) {
    if (over) {
      return;
    }
    over = true;
    stopTimer();
    context.close();
    observer.refused(reason);
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
