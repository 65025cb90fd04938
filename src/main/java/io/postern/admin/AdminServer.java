package io.postern.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The admin port, over HTTP/1.1: metrics, health, and what an operator asks and does. On loopback,
 * or on a Unix socket, or with a token. And the metrics port, which shows metrics and health to
 * whoever asks, and nothing else. Everything that a client can make it hold is bounded. Each runs
 * on one thread of its own, so that a slow scrape delays no session.
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
  private final @Nullable SocketFile file;

  private AdminServer(EventLoopGroup group, Channel channel, @Nullable SocketFile file) {
    this.group = group;
    this.channel = channel;
    this.file = file;
  }

  /**
   * Starts listening, without a token.
   *
   * @param address where; port 0 takes a free one
   * @param views what it shows and may change
   * @throws IOException if the address can't be listened on; the message is one line that says
   *     which and why
   */
  public static AdminServer start(InetSocketAddress address, Views views) throws IOException {
    return start(address, Optional.empty(), views);
  }

  /**
   * Starts listening.
   *
   * @param token what a request must know; empty if nothing
   */
  public static AdminServer start(InetSocketAddress address, Optional<Token> token, Views views)
      throws IOException {
    return start(address, new Guard(reach(address), token), views, REQUEST_TIMEOUT);
  }

  static AdminServer start(InetSocketAddress address, Views views, Duration timeout)
      throws IOException {
    return start(address, new Guard(reach(address), Optional.empty()), views, timeout);
  }

  private static AdminServer start(
      InetSocketAddress address, Guard guard, Views views, Duration timeout) throws IOException {
    Stages stages = new Stages(Pages.all(views), new RequestCheck(guard, views.sink()), timeout);
    return bind(new NioServerSocketChannel(), address, stages, "admin");
  }

  /** Starts listening for who reads metrics and health. */
  public static AdminServer startMetrics(InetSocketAddress address, Views views)
      throws IOException {
    RequestCheck check =
        new RequestCheck(new Guard(reach(address), Optional.empty()), views.sink());
    Stages stages = new Stages(Pages.readOnly(views), check, REQUEST_TIMEOUT);
    return bind(new NioServerSocketChannel(), address, stages, "metrics");
  }

  /**
   * Starts listening on a Unix socket. One that an earlier process has left there is replaced.
   *
   * @param mode who may open it
   */
  public static AdminServer startOnSocket(
      Path path, Set<PosixFilePermission> mode, Optional<Token> token, Views views)
      throws IOException {
    RequestCheck check = new RequestCheck(new Guard(Guard.Reach.SOCKET, token), views.sink());
    Stages stages = new Stages(Pages.all(views), check, REQUEST_TIMEOUT);
    SocketFile file = null;
    AdminServer server = null;
    try {
      file = SocketFile.take(path);
      Channel channel = channel(new NioServerDomainSocketChannel(), file.first(), stages);
      server = new AdminServer(channel.eventLoop().parent(), channel, file);
      file.publish(mode);
      return server;
    } catch (IOException e) {
      if (server != null) {
        server.close();
      } else if (file != null) {
        file.close();
      }
      throw new IOException("can't listen on unix:" + path + " (admin): " + reason(e), e);
    }
  }

  private static AdminServer bind(
      ServerChannel socket, InetSocketAddress address, Stages stages, String what)
      throws IOException {
    try {
      Channel channel = channel(socket, address, stages);
      return new AdminServer(channel.eventLoop().parent(), channel, null);
    } catch (IOException e) {
      throw new IOException(
          "can't listen on " + text(address) + " (" + what + "): " + reason(e), e);
    }
  }

  private static Channel channel(ServerChannel socket, SocketAddress address, Stages stages)
      throws IOException {
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("postern-admin", true), NioIoHandler.newFactory());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channelFactory(() -> socket)
            .option(ChannelOption.SO_BACKLOG, MAX_CONNECTIONS)
            // Little at a time: what is read is answered before more is.
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
            .childHandler(stages)
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IOException(reason(bound.cause()), bound.cause());
    }
    return bound.channel();
  }

  private static Guard.Reach reach(InetSocketAddress address) {
    boolean loopback = address.getAddress() != null && address.getAddress().isLoopbackAddress();
    return loopback ? Guard.Reach.LOOPBACK : Guard.Reach.NETWORK;
  }

  /** What each connection goes through. */
  private static final class Stages extends ChannelInitializer<Channel> {

    private final ConnectionLimit limit = new ConnectionLimit(MAX_CONNECTIONS);
    private final HttpDecoderConfig bounds =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES);
    private final Pages pages;
    private final RequestCheck check;
    private final Duration timeout;

    Stages(Pages pages, RequestCheck check, Duration timeout) {
      this.pages = pages;
      this.check = check;
      this.timeout = timeout;
    }

    @Override
    protected void initChannel(Channel connection) {
      if (limit.admit(connection)) {
        connection
            .pipeline()
            .addLast(new HttpServerCodec(bounds))
            .addLast(new RequestHandler(pages, check, timeout));
      }
    }
  }

  /**
   * Where it listens, with the real port.
   *
   * @throws IllegalStateException if that is a Unix socket
   */
  public InetSocketAddress local() {
    return address().orElseThrow(() -> new IllegalStateException("a Unix socket has no port"));
  }

  /** The same; empty if that is a Unix socket. */
  public Optional<InetSocketAddress> address() {
    return channel.localAddress() instanceof InetSocketAddress address
        ? Optional.of(address)
        : Optional.empty();
  }

  /** Where it listens, for people: {@code http://ADDRESS:PORT/} or {@code unix:PATH}. */
  public String place() {
    return file != null ? "unix:" + file.path() : "http://" + text(local()) + "/";
  }

  /** Stops listening and closes every connection. Blocks until then. Idempotent. */
  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
    channel.close().awaitUninterruptibly(CLOSE_TIMEOUT.toMillis());
    group
        .shutdownGracefully(0, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(2 * CLOSE_TIMEOUT.toMillis());
  }

  private static String text(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** What a file's exception calls its message is only the name of the file. */
  static String reason(Throwable cause) {
    if (cause instanceof NoSuchFileException) {
      return "the folder does not exist";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied; the gateway's user must be able to write to the folder";
    }
    String message = cause.getMessage();
    return message != null ? message : cause.toString();
  }
}
