package io.postern.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.socket.ServerSocketChannel;
import io.postern.ftp.Endpoint;
import io.postern.relay.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The socket of a listener, and where it really listens. Thread-safe. */
final class OpenListener implements AutoCloseable {

  private final String name;
  private final Channel channel;
  private final Endpoint local;

  private OpenListener(String name, Channel channel) {
    this.name = name;
    this.channel = channel;
    this.local = Endpoint.of((InetSocketAddress) channel.localAddress());
  }

  /**
   * Opens it: from now on clients come to its door.
   *
   * @throws IOException if it can't be opened; one line that says which and why
   */
  static OpenListener bind(
      ListenerSettings listener, Door door, Transport transport, EventLoopGroup loops, int backlog)
      throws IOException {
    ChannelFuture bound =
        ControlOptions.apply(new ServerBootstrap(), transport)
            .group(loops)
            .channelFactory(sockets(listener, transport))
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, backlog)
            .childHandler(door)
            .bind(address(listener))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(refusal(listener, bound.cause()), bound.cause());
    }
    return new OpenListener(listener.name(), bound.channel());
  }

  private static InetSocketAddress address(ListenerSettings listener) {
    return listener
        .address()
        .map(given -> new InetSocketAddress(given, listener.port()))
        .orElseGet(() -> new InetSocketAddress(listener.port()));
  }

  private static ChannelFactory<ServerSocketChannel> sockets(
      ListenerSettings listener, Transport transport) {
    ChannelFactory<ServerSocketChannel> any =
        new ReflectiveChannelFactory<>(transport.serverSocket());
    return listener.mode() == ListenerMode.TRANSPARENT
        ? new TransparentListening(transport, any)
        : any;
  }

  private static String refusal(ListenerSettings listener, Throwable cause) {
    if (cause instanceof TransparentListening.Refused) {
      return "listener " + listener.name() + " can't be transparent: " + cause.getMessage();
    }
    String host =
        listener
            .address()
            .map(given -> new Endpoint(given, listener.port()).toString())
            .orElse("*:" + listener.port());
    return "listener " + listener.name() + " can't listen on " + host + ": " + reason(cause);
  }

  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("in use")) {
      return "the port is already in use";
    }
    return message.contains("ermission")
        ? "permission denied (ports below 1024 need CAP_NET_BIND_SERVICE)"
        : message;
  }

  /** The listener's name. */
  String name() {
    return name;
  }

  /** Where it listens, with the real port. */
  Endpoint local() {
    return local;
  }

  /** No client comes any more. Blocks until then. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }
}
