package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.dns.DnsRecordType;
import io.postern.ftp.Endpoint;
import io.postern.relay.Transport;
import io.postern.upstream.Pool;
import io.postern.upstream.PoolSettings;
import io.postern.upstream.Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server of a pool that has several addresses, with sockets on loopback. */
class PoolSearchTest {

  private static final InetAddress NOBODY = address(9);
  private static final InetAddress SERVER = address(1);
  private static final Endpoint CLIENT = new Endpoint(address(2), 40_000);

  private final Transport transport = Transport.best();
  private final EventLoopGroup loops = transport.eventLoops(1);
  private final PoolServer server = new PoolServer("a");
  private final Seeker seeker = new Seeker();

  @AfterEach
  void stop() {
    server.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void firstAddressThatRefuses_leavesTheSecond_whichGreets() throws Exception {
    try (NameServer dns = new NameServer();
        AddressBook names =
            new AddressBook(NameSettings.lasting(Duration.ofHours(1)), dns::client)) {
      dns.add("ftp.test", DnsRecordType.A, 300, NOBODY.getHostAddress());
      dns.add("ftp.test", DnsRecordType.A, 300, SERVER.getHostAddress());
      names.add("ftp.test");
      names.awaitAnswers();
      seek(names);
      assertThat(seeker.connected().remoteAddress())
          .isEqualTo(new InetSocketAddress(SERVER, server.port()));
      assertThat(seeker.heard()).isEqualTo("220 a\r\n");
      assertThat(seeker.failures()).isEmpty();
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  private void seek(AddressBook names) {
    PoolSettings settings = PoolSettings.of("main", List.of(new Server("ftp.test", server.port())));
    Upstream upstream =
        new Upstream(
            new UpstreamSettings(
                settings,
                UpstreamSettings.Talk.FTP,
                Optional.empty(),
                UpstreamSettings.GREETING,
                ProxyProtocol.Send.OFF),
            new Pool(settings, new SplittableRandom(1)));
    PoolSearch.Surroundings surroundings =
        new PoolSearch.Surroundings(transport, names, Duration.ofSeconds(10), event -> {});
    Arrival arrival = Arrival.direct(CLIENT, new Endpoint(SERVER, 21));
    new PoolSearch(surroundings, upstream, loops.next(), arrival, null, seeker).begin();
  }

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
