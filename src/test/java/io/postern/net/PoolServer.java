package io.postern.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of a pool on loopback, which greets with its name, lets everybody in, and takes
 * thousands of sessions. It can be told to do worse.
 */
final class PoolServer implements AutoCloseable {

  /** What it does with a connection. */
  enum Manner {
    GREETS,
    SILENT,
    REFUSES,
    CLOSES
  }

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Queue<String> commands = new ConcurrentLinkedQueue<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final String name;
  private final int port;
  private volatile Manner manner = Manner.GREETS;
  private Channel listener;

  PoolServer(String name) {
    this.name = name;
    this.listener = bind(0);
    this.port = ((InetSocketAddress) listener.localAddress()).getPort();
  }

  String name() {
    return name;
  }

  /** As the settings name it. */
  String address() {
    return "127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  /** What it does with the connections that come. */
  void now(Manner next) {
    manner = next;
  }

  /** Its connections now. */
  int connections() {
    return connections.size();
  }

  /** How many have ever come. */
  int accepted() {
    return accepted.get();
  }

  /** All that it was told. */
  Queue<String> commands() {
    return commands;
  }

  /** Takes no more connections, and closes those that it has. */
  void die() {
    listener.close().syncUninterruptibly();
    connections.close().awaitUninterruptibly();
  }

  /** Takes connections again, on the same port. */
  void comeBack() {
    listener = bind(port);
  }

  @Override
  public void close() {
    die();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private Channel bind(int wanted) {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new LineBasedFrameDecoder(1024), new StringDecoder(), new Session());
              }
            })
        .bind(InetAddress.getLoopbackAddress(), wanted)
        .syncUninterruptibly()
        .channel();
  }

  /** One client. */
  private final class Session extends SimpleChannelInboundHandler<String> {

    @Override
    public void channelActive(ChannelHandlerContext context) {
      connections.add(context.channel());
      accepted.incrementAndGet();
      switch (manner) {
        case GREETS -> say(context, "220 " + name);
        case SILENT -> {}
        case REFUSES -> say(context, "421 full");
        case CLOSES -> context.close();
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, String line) {
      commands.add(line);
      String verb = line.split(" ", 2)[0];
      if (verb.equals("PROXY")) {
        return; // No command, and nobody answers it.
      }
      say(
          context,
          switch (verb) {
            case "USER" -> "331 password";
            case "PASS" -> "230 " + name;
            case "PASV" -> "227 Entering Passive Mode (127,0,0,1,200,1)";
            case "QUIT" -> "221 bye";
            default -> "200 ok";
          });
      if (verb.equals("QUIT")) {
        context.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }

    private static void say(ChannelHandlerContext context, String line) {
      context.writeAndFlush(Unpooled.copiedBuffer(line + "\r\n", StandardCharsets.US_ASCII));
    }
  }
}
