package io.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may say first, how much of it, and for how long. */
class ClientHelloTest {

  private static final String NO_APPLICATION_PROTOCOL = "15030300020278";
  private static final String UNRECOGNIZED_NAME = "15030300020270";
  private static final String DECODE_ERROR = "15030300020232";

  private final TestAuthority authority = new TestAuthority("hello");
  private final ServerKey first = authority.issue(Sides.HOST);
  private final ServerKey second = authority.issue("*.second.example");
  private final TlsSettings settings = Sides.settings(TlsEngine.BORINGSSL);
  private final Told told = new Told();
  private final List<EmbeddedChannel> channels = new ArrayList<>();
  private final List<ClientSideTls> sessions = new ArrayList<>();

  @AfterEach
  void close() {
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    sessions.forEach(ClientSideTls::close);
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void name_ofTheClient_choosesTheCertificate(TlsEngine engine) {
    TlsSettings of = Sides.settings(engine);
    TlsAcceptor acceptor = Sides.acceptor(of, first, second);
    TlsConnector connector = Sides.connector(of, Sides.anybody());
    assertThat(subject(connector, acceptor, "ftp.second.example")).isEqualTo("CN=*.second.example");
    assertThat(subject(connector, acceptor, Sides.HOST)).isEqualTo("CN=" + Sides.HOST);
    assertThat(subject(connector, acceptor, "unknown.example")).isEqualTo("CN=" + Sides.HOST);
  }

  @Test
  void name_unknownWhereOnlyKnownOnesAreTaken_isRefusedWithAnAlert() {
    ServerKeys keys = new ServerKeys(List.of(first));
    TlsAcceptor strict = new TlsAcceptor(settings, () -> keys, ClientCertificates.OFF, null, true);
    EmbeddedChannel channel = channel(strict);
    channel.writeInbound(hello("unknown.example"));
    assertRefused(channel, TlsFault.UNKNOWN_NAME, UNRECOGNIZED_NAME);
  }

  @Test
  void keys_replaced_serveNewSessionsAndLeaveOldOnesAlone() {
    List<ServerKeys> current = new ArrayList<>(List.of(new ServerKeys(List.of(first))));
    TlsAcceptor acceptor =
        new TlsAcceptor(settings, () -> current.get(0), ClientCertificates.OFF, null, false);
    TlsConnector connector = Sides.connector(settings, Sides.anybody());
    try (ClientSideTls server = acceptor.newSession();
        ServerSideTls client = connector.newSession(Sides.HOST, 21);
        Wire control = Wire.control(client, server)) {
      current.set(0, new ServerKeys(List.of(second)));
      try (Wire data = Wire.data(client, server)) {
        assertThat(data.serverTold.handshake().resumed()).isTrue();
        data.sendToServer("a file");
      }
      control.sendToClient("226 Done.");
      assertThat(control.clientTold.handshake().subject()).isEqualTo("CN=" + Sides.HOST);
    }
    assertThat(subject(connector, acceptor, Sides.HOST)).isEqualTo("CN=*.second.example");
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void alpn_ftp_isAgreedOn(TlsEngine engine) {
    TlsSettings of = Sides.settings(engine);
    TlsConnector connector = Sides.connector(of, Sides.anybody());
    try (ClientSideTls server = Sides.acceptor(of, first).newSession();
        ServerSideTls client = connector.newSession(Sides.HOST, 21);
        Wire wire = Wire.control(client, server)) {
      assertThat(wire.serverTold.handshake().alpn()).isEqualTo("ftp");
      assertThat(wire.clientTold.handshake().alpn()).isEqualTo("ftp");
    }
  }

  @Test
  void alpn_httpOnly_isRefusedWithAnAlert() throws Exception {
    EmbeddedChannel channel = channel(Sides.acceptor(settings, first));
    channel.writeInbound(hello(alpn("http/1.1")));
    assertRefused(channel, TlsFault.ALPN, NO_APPLICATION_PROTOCOL);
  }

  @Test
  void alpn_httpAndFtp_isFtp() throws Exception {
    SslContext context = alpn("http/1.1", "ftp");
    try (ClientSideTls server = Sides.acceptor(settings, first).newSession();
        Wire wire =
            Wire.of(
                observer -> context.newHandler(UnpooledByteBufAllocator.DEFAULT, Sides.HOST, 21),
                server::control)) {
      assertThat(wire.serverTold.handshake().alpn()).isEqualTo("ftp");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"USER bob\r\n", "GET / HTTP/1.1\r\n", "\u0080.\u0001"})
  void noTls_isRefusedAtOnceAndInSilence(String text) {
    EmbeddedChannel channel = channel(Sides.acceptor(settings, first));
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    assertRefused(channel, TlsFault.NOT_TLS, "");
  }

  @Test
  void hello_longerThanTheLimit_isRefusedByItsHeader() {
    EmbeddedChannel channel = channel(Sides.acceptor(settings, first));
    channel.writeInbound(Unpooled.wrappedBuffer(header(settings.clientHelloBytes() + 1)));
    assertRefused(channel, TlsFault.HELLO_TOO_LONG, DECODE_ERROR);
  }

  @Test
  void hello_longerThanTheLimitInTinyRecords_isRefused() {
    EmbeddedChannel channel = channel(Sides.acceptor(settings, first));
    byte[] start = header(settings.clientHelloBytes() + 1);
    for (int i = 5; i < start.length && channel.isOpen(); i++) {
      channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {22, 3, 1, 0, 1, start[i]}));
    }
    assertThat(told.failure().fault()).isEqualTo(TlsFault.HELLO_TOO_LONG);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void hello_byteByByte_isTaken() {
    try (ClientSideTls server = Sides.acceptor(settings, first).newSession()) {
      EmbeddedChannel channel = new EmbeddedChannel(server.control(told));
      channels.add(channel);
      ByteBuf hello = hello("ftp.example");
      while (hello.isReadable()) {
        channel.writeInbound(hello.readRetainedSlice(1));
      }
      hello.release();
      ByteBuf answer = channel.readOutbound();
      assertThat(answer.getUnsignedByte(0)).as("a handshake record").isEqualTo((short) 22);
      answer.release();
      told.assertToldNothing();
    }
  }

  @Test
  void hello_dribbled_endsAtTheDeadline() {
    EmbeddedChannel channel = channel(Sides.acceptor(settings, first));
    channel.freezeTime();
    ByteBuf hello = hello(Sides.HOST);
    for (int second = 1; second < settings.handshakeTimeout().toSeconds(); second++) {
      channel.writeInbound(hello.readRetainedSlice(1));
      channel.advanceTimeBy(1, TimeUnit.SECONDS);
      channel.runScheduledPendingTasks();
      told.assertToldNothing();
    }
    hello.release();
    channel.advanceTimeBy(2, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertRefused(channel, TlsFault.TIMEOUT, "");
  }

  @Test
  void handshake_stoppedAfterTheHello_endsAtTheSameDeadline() {
    EmbeddedChannel channel = channel(Sides.acceptor(settings, first));
    channel.freezeTime();
    Duration almost = settings.handshakeTimeout().minusSeconds(3);
    channel.advanceTimeBy(almost.toSeconds(), TimeUnit.SECONDS);
    channel.writeInbound(hello(Sides.HOST));
    channel.advanceTimeBy(4, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(told.failure().fault()).isEqualTo(TlsFault.TIMEOUT);
  }

  @Test
  void connection_endedBeforeTheHello_isTold() {
    EmbeddedChannel channel = channel(Sides.acceptor(settings, first));
    channel.close();
    channel.runPendingTasks();
    assertThat(told.failure().fault()).isEqualTo(TlsFault.CLOSED);
  }

  @Test
  void session_closed_refusesHandshakes() {
    ClientSideTls server = Sides.acceptor(settings, first).newSession();
    EmbeddedChannel channel = new EmbeddedChannel(server.control(told));
    channels.add(channel);
    server.close();
    channel.writeInbound(hello(Sides.HOST));
    assertThat(told.failure().fault()).isEqualTo(TlsFault.CLOSED);
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void versions_noneInCommon_isToldAsThat(TlsEngine engine) {
    TlsConnector old = Sides.connector(Sides.settings(engine, TlsVersion.TLS_1_2), Sides.anybody());
    TlsAcceptor acceptor = Sides.acceptor(Sides.settings(engine, TlsVersion.TLS_1_3), first);
    try (ClientSideTls server = acceptor.newSession();
        ServerSideTls client = old.newSession(Sides.HOST, 21);
        Wire wire = Wire.of(client::control, server::control)) {
      assertThat(wire.serverTold.failure().fault()).isEqualTo(TlsFault.NOTHING_IN_COMMON);
    }
  }

  @Test
  void parse_anyBytes_saysSomethingOrNothingButNeverFails() {
    ByteBuf hello = hello(Sides.HOST);
    byte[] whole = ByteBufUtil.getBytes(hello.skipBytes(9));
    hello.release();
    assertThat(ClientHello.parse(Unpooled.wrappedBuffer(whole)))
        .isEqualTo(new ClientHello(Sides.HOST, List.of("ftp")));
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int change = random.nextInt(4); change > 0 && changed.length > 0; change--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      String name = ClientHello.parse(Unpooled.wrappedBuffer(changed)).serverName();
      assertThat(name == null || name.matches("[a-z0-9_.-]{1,253}")).isTrue();
    }
  }

  private String subject(TlsConnector connector, TlsAcceptor acceptor, String host) {
    try (ClientSideTls server = acceptor.newSession();
        ServerSideTls client = connector.newSession(host, 21);
        Wire wire = Wire.control(client, server)) {
      assertThat(wire.serverTold.handshake().serverName()).isEqualTo(host);
      return String.valueOf(wire.clientTold.handshake().subject());
    }
  }

  private EmbeddedChannel channel(TlsAcceptor acceptor) {
    ClientSideTls session = acceptor.newSession();
    sessions.add(session);
    EmbeddedChannel channel = new EmbeddedChannel(session.control(told));
    channels.add(channel);
    return channel;
  }

  private void assertRefused(EmbeddedChannel channel, TlsFault fault, String alert) {
    assertThat(told.failure()).isEqualTo(TlsFailure.of(fault));
    assertThat(channel.isOpen()).isFalse();
    ByteBuf sent = channel.readOutbound();
    assertThat(sent == null ? "" : ByteBufUtil.hexDump(sent)).isEqualTo(alert);
    if (sent != null) {
      sent.release();
    }
  }

  /** The ClientHello of a client of ours for this host. */
  private ByteBuf hello(String host) {
    TlsConnector connector = Sides.connector(settings, Sides.anybody());
    try (ServerSideTls client = connector.newSession(host, 21)) {
      EmbeddedChannel channel = new EmbeddedChannel(client.control(new Told()));
      channels.add(channel);
      return channel.readOutbound();
    }
  }

  private ByteBuf hello(SslContext context) {
    EmbeddedChannel channel =
        new EmbeddedChannel(context.newHandler(UnpooledByteBufAllocator.DEFAULT, Sides.HOST, 21));
    channels.add(channel);
    return channel.readOutbound();
  }

  private static SslContext alpn(String... protocols) throws Exception {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .endpointIdentificationAlgorithm(null)
        .trustManager(PeerCheck.ofServer(Sides.anybody(), Sides.HOST))
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                protocols))
        .build();
  }

  /** The start of a record with a ClientHello of this length. */
  private static byte[] header(int bytes) {
    return new byte[] {
      22, 3, 1, 64, 0, 1, (byte) (bytes >>> 16), (byte) (bytes >>> 8), (byte) bytes, 3, 3
    };
  }
}
