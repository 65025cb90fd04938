package io.postern.pinhole.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.postern.ftp.Endpoint;
import io.postern.relay.Transparency;
import io.postern.relay.Transport;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket that hands over raw connections: they belong to no event loop yet, and nothing
 * of them is read. One connection is accepted at a time, so that a flood of strangers leaves the
 * other sessions of the event loop their turn, and none is accepted after the close.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails leaves nothing to do
final class PeerListener extends ChannelInboundHandlerAdapter {

  /** So many that strangers who knock in a tight loop do not make the SYN of the peer wait. */
  private static final int BACKLOG = 128;

  /** How long nobody is accepted after a failed accept. */
  private static final int ACCEPT_REST_MILLIS = 200;

  /** Who is told, on the event loop. */
  interface Visitors {

    /** It listens here. */
    void bound(Endpoint listening);

    /** It can't listen; nothing more is told. */
    void bindFailed(Throwable cause);

    /** Somebody connected; whoever hears this owns the channel. */
    void came(SocketChannel channel, Endpoint visitor);
  }

  private final EventLoop loop;
  private final Transport transport;
  private final boolean transparent;
  private final Visitors visitors;
  private @Nullable ServerSocketChannel channel;

  /**
   * Does not listen yet.
   *
   * @param transparent whether the address may be another host's
   */
  PeerListener(EventLoop loop, Transport transport, boolean transparent, Visitors visitors) {
    this.loop = loop;
    this.transport = transport;
    this.transparent = transparent;
    this.visitors = visitors;
  }

  void bind(InetSocketAddress address) {
    ServerSocketChannel listening;
    try {
      listening = open();
    } catch (RuntimeException e) {
      // Out of descriptors.
      visitors.bindFailed(e.getCause() == null ? e : e.getCause());
      return;
    }
    channel = listening;
    listening.config().setReuseAddress(true).setBacklog(BACKLOG);
    listening.config().setRecvByteBufAllocator(new ServerChannelRecvByteBufAllocator());
    listening.pipeline().addLast(this);
    loop.register(listening)
        .addListener(
            registered -> {
              if (registered.isSuccess()) {
                listening.bind(address).addListener((ChannelFuture bound) -> bound(bound));
              } else {
                visitors.bindFailed(registered.cause());
              }
            });
  }

  private ServerSocketChannel open() {
    ServerSocketChannel opened =
        new ReflectiveChannelFactory<>(transport.serverSocket()).newChannel();
    if (transparent) {
      Transparency.allow(opened);
    }
    return opened;
  }

  void close() {
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    SocketChannel visitor = (SocketChannel) message;
    InetSocketAddress from = visitor.remoteAddress();
    if (from == null) {
      // Gone already.
      Reset.unregistered(visitor);
    } else {
      visitors.came(visitor, Endpoint.of(from));
    }
  }

  /**
   * A failed accept: the visitor is gone, or the process is out of descriptors. The listener stays,
   * and rests for a moment: until a descriptor is free, the kernel would offer the same visitor at
   * once again.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Channel listening = context.channel();
    listening.config().setAutoRead(false);
    loop.schedule(() -> rested(listening), ACCEPT_REST_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void rested(Channel listening) {
    if (listening.isOpen()) {
      listening.config().setAutoRead(true);
    }
  }

  private void bound(ChannelFuture bound) {
    if (bound.isSuccess()) {
      visitors.bound(Endpoint.of((InetSocketAddress) bound.channel().localAddress()));
    } else {
      bound.channel().close();
      visitors.bindFailed(bound.cause());
    }
  }
}
