package io.postern.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.util.CharsetUtil;
import io.postern.relay.Transport;
import io.postern.tls.ClientCertificates;
import io.postern.tls.ClientSideTls;
import io.postern.tls.KeyFiles;
import io.postern.tls.KeySource;
import io.postern.tls.TlsAcceptor;
import io.postern.tls.TlsEngine;
import io.postern.tls.TlsFailure;
import io.postern.tls.TlsFilesException;
import io.postern.tls.TlsHandshake;
import io.postern.tls.TlsObserver;
import io.postern.tls.TlsSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The gateway's TLS towards clients with no FTP around it: shakes hands, says a line, and waits for
 * the client to close. On one port each connection is a control channel of a session of its own, on
 * the other all are data connections of one session, which may resume.
 */
final class AcceptorProcess implements AutoCloseable {

  /** What the line that tells the two ports begins with. */
  static final String READY = "ready ";

  private final TlsAcceptor acceptor;
  private final ClientSideTls shared;
  private final AtomicBoolean began = new AtomicBoolean();
  private final Transport transport = Transport.best();
  private final EventLoopGroup loops =
      transport.eventLoops(Runtime.getRuntime().availableProcessors());
  private final int full;
  private final int resumed;

  private AcceptorProcess(TlsAcceptor acceptor) {
    this.acceptor = acceptor;
    this.shared = acceptor.newSession();
    this.full = listen(this::control);
    this.resumed = listen(this::data);
  }

  /**
   * Runs until standard input ends.
   *
   * @param args the engine as in the settings, the files of the chain and of the key
   * @throws IOException if it can't read
   */
  public static void main(String[] args) throws IOException, TlsFilesException {
    TlsEngine engine = TlsEngine.valueOf(args[0].toUpperCase(Locale.ROOT));
    try (AcceptorProcess process =
        start(engine, new KeyFiles(Path.of(args[1]), Path.of(args[2])))) {
      System.out.println(READY + process.full() + " " + process.resumed());
      while (System.in.read() >= 0) {
        // The benchmark closes our input to end us.
      }
    }
  }

  /** Listens on every IPv4 address. */
  static AcceptorProcess start(TlsEngine engine, KeyFiles files) throws TlsFilesException {
    TlsSettings defaults = TlsSettings.DEFAULT;
    TlsSettings settings =
        new TlsSettings(
            defaults.versions(),
            defaults.ciphers(),
            engine,
            defaults.clientHelloBytes(),
            defaults.handshakeTimeout(),
            defaults.cachedSessions());
    KeySource keys = KeySource.open(List.of(files), Clock.systemUTC());
    return new AcceptorProcess(
        new TlsAcceptor(settings, keys, ClientCertificates.OFF, null, false));
  }

  /** The port of control channels. */
  int full() {
    return full;
  }

  /** The port of data connections; the very first one is the control channel. */
  int resumed() {
    return resumed;
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    shared.close();
  }

  private int listen(Begin begin) {
    Channel listener =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.serverSocket())
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(begin.handler(channel, new Answering(channel)));
                  }
                })
            .bind(new InetSocketAddress("0.0.0.0", 0))
            .syncUninterruptibly()
            .channel();
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  private ChannelHandler control(Channel channel, TlsObserver observer) {
    ClientSideTls session = acceptor.newSession();
    channel.closeFuture().addListener(closed -> session.close());
    return session.control(observer);
  }

  private ChannelHandler data(Channel channel, TlsObserver observer) {
    // A session's first handshake is that of its control channel: it makes the context.
    return began.compareAndSet(false, true) ? shared.control(observer) : shared.data(observer);
  }

  private record Answering(Channel channel) implements TlsObserver {

    @Override
    public void established(TlsHandshake handshake) {
      channel.writeAndFlush(Unpooled.copiedBuffer("230 In.\r\n", CharsetUtil.US_ASCII));
    }

    @Override
    public void failed(TlsFailure failure) {
      System.err.println("handshake: " + failure.reason());
    }
  }

  private interface Begin {
    ChannelHandler handler(Channel channel, TlsObserver observer);
  }
}
