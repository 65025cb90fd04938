package io.postern.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.postern.relay.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * An FTP server that does as little as it can, so that it is never what a benchmark measures: any
 * user may log in, {@code RETR N} sends N bytes by sendfile, {@code STOR} throws away what it gets.
 * Passive mode only, IPv4 only.
 */
public final class BenchServer implements AutoCloseable {

  /** What the line that tells the port begins with. */
  static final String READY = "ready ";

  private static final int BACKLOG = 4096;

  private final EventLoopGroup loops;
  private final Content content;
  private final Channel listener;

  private BenchServer(EventLoopGroup loops, Content content, Channel listener) {
    this.loops = loops;
    this.content = content;
    this.listener = listener;
  }

  /**
   * Runs until standard input ends. Prints its port in a line when it listens.
   *
   * @param args the port, 0 for any
   * @throws IOException if it can't listen or read
   */
  public static void main(String[] args) throws IOException {
    try (BenchServer server = start(Integer.parseInt(args[0]))) {
      System.out.println(READY + server.port());
      while (System.in.read() >= 0) {
        // The benchmark closes our input to end us.
      }
    }
  }

  /**
   * Listens on every IPv4 address.
   *
   * @param port 0 for any
   * @throws IOException if there is no room for the file that is sent
   */
  public static BenchServer start(int port) throws IOException {
    Content content = Content.create();
    Transport transport = Transport.best();
    EventLoopGroup loops = transport.eventLoops(Runtime.getRuntime().availableProcessors());
    Channel listener =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.serverSocket())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new ServerSession(transport, content));
                  }
                })
            .bind(new InetSocketAddress("0.0.0.0", port))
            .syncUninterruptibly()
            .channel();
    return new BenchServer(loops, content, listener);
  }

  /** The port of the control channel. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() throws IOException {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    content.close();
  }
}
