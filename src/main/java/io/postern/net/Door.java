package io.postern.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Endpoint;
import io.postern.pinhole.PinholeTable;
import io.postern.pinhole.relay.RelayBackend;
import io.postern.relay.RelaySettings;
import io.postern.relay.Traffic;
import io.postern.relay.Transport;
import io.postern.session.ControlSession;
import io.postern.session.PlainSession;
import io.postern.session.Rulebook;
import io.postern.session.TlsStance;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Where a client comes in: it is turned away with 421, or gets a session, of FTP or not. */
final class Door extends ChannelInitializer<SocketChannel> {

  private static final String FULL = "421 Too many sessions; try again later.\r\n";
  private static final String FULL_FOR_CLIENT = "421 Too many sessions from your address.\r\n";
  private static final String BANNED = "421 Too many failed logins; try again later.\r\n";

  private static final String DRAINED =
      "421 The gateway takes no new sessions now; try again later.\r\n";

  private static final String LOOP =
      "421 This address is the gateway's own; no server is here.\r\n";

  private final ListenerSettings settings;
  private final Connector connector;
  private final Advertising advertising;
  private final OpaquePorts opaque;
  private final Shared shared;
  private final RefusedEpsv refusedEpsv = new RefusedEpsv();

  /**
   * What all listeners have in common.
   *
   * @param plain what holds for connections that are no FTP
   * @param pacers the rates that data connections share
   * @param rulebook what sessions ask before they do anything
   * @param tls gives each session its TLS
   * @param late where clients name the server
   * @param held what sessions keep of lines and replies
   * @param admission the counts of sessions
   * @param registry the sessions themselves
   * @param own the addresses of this machine
   * @param ids names for sessions, numbers for expectations
   * @param traffic by the listener's name; concurrent
   */
  record Shared(
      Transport transport,
      RelaySettings relay,
      PlainSettings plain,
      PinholeTable pinholes,
      Pacers pacers,
      Rulebook rulebook,
      TlsSource tls,
      LateServers late,
      HeldBytes held,
      EventSink sink,
      Admission admission,
      SessionRegistry registry,
      OwnAddresses own,
      Ids ids,
      Map<String, Traffic> traffic) {

    /** Counts what relays of a listener carry. */
    Traffic traffic(String listener) {
      return traffic.computeIfAbsent(listener, name -> new Traffic());
    }
  }

  Door(
      ListenerSettings settings,
      Connector connector,
      Advertising advertising,
      OpaquePorts opaque,
      Shared shared) {
    this.settings = settings;
    this.connector = connector;
    this.advertising = advertising;
    this.opaque = opaque;
    this.shared = shared;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    InetSocketAddress remote = channel.remoteAddress();
    if (remote == null) {
      // It was reset before it was accepted.
      channel.close();
      return;
    }
    Arrival direct = Arrival.direct(Endpoint.of(remote), Endpoint.of(channel.localAddress()));
    ProxyProtocol proxy = settings.proxyProtocol();
    if (proxy.expects(direct.client().address())) {
      ProxyHeaderHandler.await(channel, direct, proxy, new Header(channel, direct));
    } else {
      enter(channel, direct);
    }
  }

  /** The client's address counts from here on, and no other. */
  private void enter(SocketChannel channel, Arrival arrival) {
    Endpoint client = arrival.client();
    Optional<String> loop = loop(arrival);
    if (loop.isPresent()) {
      shared
          .sink()
          .publish(
              new GatewayEvent.LoopRefused(settings.name(), client, arrival.reached(), loop.get()));
      turnAway(channel, LOOP);
      return;
    }
    Optional<Limit> refusal = refusal(client.address());
    if (refusal.isPresent()) {
      turnAway(channel, client, refusal.get());
    } else {
      admit(channel, arrival);
    }
  }

  private Optional<String> loop(Arrival arrival) {
    return settings.mode() == ListenerMode.TRANSPARENT
        ? shared.own().loop(arrival)
        : Optional.empty();
  }

  /** Hears what the PROXY header of a connection says. */
  private final class Header implements ProxyHeaderHandler.Observer {

    private final SocketChannel channel;
    private final Arrival direct;

    Header(SocketChannel channel, Arrival direct) {
      this.channel = channel;
      this.direct = direct;
    }

    @Override
    public void arrived(Arrival arrival) {
      enter(channel, arrival);
    }

    @Override
    public void refused(String reason) {
      shared
          .sink()
          .publish(new GatewayEvent.ProxyHeaderRefused(settings.name(), direct.client(), reason));
    }
  }

  /** Takes a place in the counts of sessions unless there is one. */
  private Optional<Limit> refusal(InetAddress client) {
    return shared.rulebook().quotas().banned(client).isPresent()
        ? Optional.of(Limit.BANNED)
        : shared.admission().enter(client);
  }

  private void turnAway(Channel channel, Endpoint client, Limit limit) {
    shared.sink().publish(new GatewayEvent.SessionRejected(settings.name(), client, limit));
    turnAway(channel, reply(limit));
  }

  private void turnAway(Channel channel, String reply) {
    boolean implicit = settings.session().tls().client() == TlsStance.Client.IMPLICIT;
    if (implicit || settings.protocol() != ListenerProtocol.FTP) {
      // Not worth a handshake, and nothing is said in the clear, nor to who speaks no FTP.
      channel.close();
      return;
    }
    channel
        .writeAndFlush(Unpooled.copiedBuffer(reply, StandardCharsets.US_ASCII))
        .addListener(ChannelFutureListener.CLOSE);
  }

  private static String reply(Limit limit) {
    return switch (limit) {
      case BANNED -> BANNED;
      case SESSIONS -> FULL;
      case DRAINED -> DRAINED;
      default -> FULL_FOR_CLIENT;
    };
  }

  private void admit(SocketChannel channel, Arrival arrival) {
    channel
        .closeFuture()
        .addListener(closed -> shared.admission().leave(arrival.client().address()));
    if (settings.protocol() == ListenerProtocol.FTP) {
      control(channel, arrival);
    } else {
      plain(channel, arrival);
    }
  }

  private void plain(SocketChannel channel, Arrival arrival) {
    PlainSession session =
        new PlainSession(
            shared.ids().nextSession(),
            settings.name(),
            arrival.client(),
            arrival.local(),
            settings.session(),
            shared.rulebook(),
            System.nanoTime(),
            Instant.now());
    PlainRunner runner = new PlainRunner(settings, shared, connector, channel, arrival, session);
    shared.registry().add(runner);
    runner.begin();
  }

  private void control(SocketChannel channel, Arrival arrival) {
    ControlSession session =
        new ControlSession(
            shared.ids().nextSession(),
            settings.name(),
            arrival.client(),
            arrival.local(),
            settings.session(),
            shared.rulebook(),
            refusedEpsv,
            shared.ids()::nextExpectation,
            System.nanoTime(),
            Instant.now());
    SessionRunner runner = runner(channel, session, arrival);
    shared.registry().add(runner);
    channel.pipeline().addLast(runner.client());
    runner.begin();
  }

  private SessionRunner runner(SocketChannel channel, ControlSession session, Arrival arrival) {
    boolean transparent = settings.mode() == ListenerMode.TRANSPARENT;
    SessionTls tls = shared.tls().newSession(settings);
    if (transparent) {
      Endpoint server = arrival.reached();
      tls.serverIs(AddressLiteral.format(server.address()), server.port());
    }
    SessionHost host =
        new SessionHost(
            settings,
            arrival,
            channel.eventLoop(),
            connector,
            shared.late(),
            advertising,
            shared.pinholes(),
            shared.pacers(),
            opaque,
            tls,
            shared.held(),
            shared.sink(),
            shared.registry()::remove);
    RelayBackend backend =
        new RelayBackend(
            host.eventLoop(),
            shared.transport(),
            shared.relay(),
            shared.traffic(settings.name()),
            settings.dataPeers(),
            tls,
            transparent);
    return new SessionRunner(host, session, backend);
  }
}
