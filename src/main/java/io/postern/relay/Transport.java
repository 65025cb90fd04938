package io.postern.relay;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** The best of Netty's transports that this machine has: epoll on Linux, NIO elsewhere. */
public enum Transport {
  EPOLL(EpollSocketChannel.class, EpollServerSocketChannel.class),
  NIO(NioSocketChannel.class, NioServerSocketChannel.class);

  private final Class<? extends SocketChannel> socket;
  private final Class<? extends ServerSocketChannel> serverSocket;

  Transport(
      Class<? extends SocketChannel> socket, Class<? extends ServerSocketChannel> serverSocket) {
    this.socket = socket;
    this.serverSocket = serverSocket;
  }

  /** The best one here. */
  public static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  /** New event loops. */
  public EventLoopGroup eventLoops(int threads) {
    IoHandlerFactory factory =
        this == EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(threads, factory);
  }

  /** The class of connections. */
  public Class<? extends SocketChannel> socket() {
    return socket;
  }

  /** The class of listeners. */
  public Class<? extends ServerSocketChannel> serverSocket() {
    return serverSocket;
  }
}
