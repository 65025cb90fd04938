package io.postern.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The admin port: {@code /metrics}, {@code /healthz}, {@code /readyz}, {@code /bans} and {@code
 * /pools} over HTTP/1.1, and {@code POST /reload}, which has files read again that only the host's
 * administrator writes. There is no login, so it belongs on loopback or a network that can be
 * trusted, and only this host may change something. Everything that a client can make it hold is
 * bounded. Runs on one thread of its own, so that a slow scrape delays no session.
 */
public final class AdminServer implements AutoCloseable {

  /** The most connections at once; more are closed at once. */
  public static final int MAX_CONNECTIONS = 64;

  /** The longest request line. */
  public static final int MAX_REQUEST_LINE_BYTES = 4_096;

  /** The most bytes of all header fields. */
  public static final int MAX_HEADER_BYTES = 8_192;

  /** From the connection, or from the answer before, to a whole request and to its whole answer. */
  public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

  private static final int READ_BYTES = 4_096;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final EventLoopGroup group;
  private final Channel channel;

  private AdminServer(EventLoopGroup group, Channel channel) {
    this.group = group;
    this.channel = channel;
  }

  /**
   * Starts listening.
   *
   * @param address where; port 0 takes a free one
   * @param views what it shows and may change
   * @throws IOException if the address can't be listened on; the message is one line that says
   *     which and why
   */
  public static AdminServer start(InetSocketAddress address, Views views) throws IOException {
    return start(address, views, REQUEST_TIMEOUT);
  }

  static AdminServer start(InetSocketAddress address, Views views, Duration timeout)
      throws IOException {
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("postern-admin", true), NioIoHandler.newFactory());
    boolean loopback = address.getAddress() != null && address.getAddress().isLoopbackAddress();
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, MAX_CONNECTIONS)
            // Little at a time: what is read is answered before more is.
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
            .childHandler(stages(new Pages(views), new RequestCheck(loopback), timeout))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IOException(
          "can't listen on " + text(address) + " (admin): " + reason(bound.cause()), bound.cause());
    }
    return new AdminServer(group, bound.channel());
  }

  private static ChannelInitializer<SocketChannel> stages(
      Pages pages, RequestCheck check, Duration timeout) {
    ConnectionLimit limit = new ConnectionLimit(MAX_CONNECTIONS);
    HttpDecoderConfig bounds =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES);
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel connection) {
        if (limit.admit(connection)) {
          connection
              .pipeline()
              .addLast(new HttpServerCodec(bounds))
              .addLast(new RequestHandler(pages, check, timeout));
        }
      }
    };
  }

  /** Where it listens, with the real port. */
  public InetSocketAddress local() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Stops listening and closes every connection. Blocks until then. Idempotent. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly(CLOSE_TIMEOUT.toMillis());
    group
        .shutdownGracefully(0, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(2 * CLOSE_TIMEOUT.toMillis());
  }

  private static String text(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message != null ? message : cause.toString();
  }
}
