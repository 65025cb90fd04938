package io.postern.relay;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** Real sockets over loopback, whose other ends are channels of one event loop. */
final class Loopback implements AutoCloseable {

  final EventLoopGroup group;
  final EventLoop loop;
  private final Transport transport;
  private final ServerSocket server;

  Loopback(Transport transport) throws IOException {
    this.transport = transport;
    group = transport.eventLoops(1);
    loop = group.next();
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** A plain socket and the channel at its other end, which reads nothing yet. */
  Pair connect() throws Exception {
    SocketChannel channel = new ReflectiveChannelFactory<>(transport.socket()).newChannel();
    channel.config().setAutoRead(false);
    channel.config().setAllowHalfClosure(true);
    channel.config().setOption(ChannelOption.TCP_NODELAY, true);
    loop.register(channel).sync();
    channel.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort())).sync();
    Socket socket = server.accept();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    return new Pair(socket, channel);
  }

  @Override
  public void close() throws IOException {
    server.close();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  record Pair(Socket socket, SocketChannel channel) {}
}
