package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.postern.event.Limit;
import io.postern.relay.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server with several addresses, of which one does not answer. */
@SuppressWarnings("NullAway.Init")
class ConnectingTest {

  private final Transport transport = Transport.best();
  private final EventLoopGroup loops = transport.eventLoops(1);
  private final Seeker seeker = new Seeker();
  private final List<AutoCloseable> open = new ArrayList<>();
  private InetSocketAddress silent;
  private InetSocketAddress live;

  @BeforeEach
  void listen() throws IOException {
    live = at(listener(50));
    silent = silent();
  }

  @AfterEach
  void stop() throws Exception {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void addressThatDoesNotAnswer_leavesTheOthersTheirTime() throws Exception {
    connect(Duration.ofSeconds(2), silent, live);
    assertThat(seeker.connected().remoteAddress()).isEqualTo(live);
  }

  @Test
  void noAddressThatAnswers_isToldAfterTheWholeTime() throws Exception {
    long began = System.nanoTime();
    connect(Duration.ofMillis(600), silent, silent, silent);
    assertThat(seeker.unreachable())
        .isEqualTo(new Seeker.Unreachable("no answer within 1 s", Limit.CONNECT_TIMEOUT));
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(10));
  }

  private void connect(Duration limit, InetSocketAddress... targets) {
    Connecting connecting =
        new Connecting(transport, loops.next(), seeker, List.of(targets), null, limit);
    loops.next().execute(connecting::next);
  }

  /** A listener whose queue is full: Linux drops the next SYN. */
  private InetSocketAddress silent() throws IOException {
    ServerSocket full = listener(1);
    for (int i = 0; i < 8; i++) {
      Socket filler = new Socket();
      open.add(filler);
      try {
        filler.connect(full.getLocalSocketAddress(), 300);
      } catch (SocketTimeoutException isFull) {
        return at(full);
      }
    }
    throw new IOException("the queue never filled");
  }

  private ServerSocket listener(int backlog) throws IOException {
    ServerSocket socket = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    open.add(socket);
    return socket;
  }

  private static InetSocketAddress at(ServerSocket listener) {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }
}
