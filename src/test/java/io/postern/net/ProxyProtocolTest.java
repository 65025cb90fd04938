package io.postern.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.postern.event.GatewayEvent.ConnectionBlocked;
import io.postern.event.GatewayEvent.DeviationSeen;
import io.postern.event.GatewayEvent.ProxyHeaderRefused;
import io.postern.event.GatewayEvent.SessionOpened;
import io.postern.event.GatewayEvent.SessionRejected;
import io.postern.event.Limit;
import io.postern.ftp.Deviation;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** PROXY headers in and out, with sockets on loopback. */
class ProxyProtocolTest {

  private static final String FROM_ALL = "proxy-protocol: {from: [127.0.0.0/8], timeout: 10s}";
  private static final byte HANDSHAKE_RECORD = 22;
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String ADDRESSES = "cb007107" + "c0000201" + "d431" + "0015";
  private static final String IPV6_ADDRESSES =
      "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "d431" + "0015";
  private static final Pattern ENTERING =
      Pattern.compile("227 .*\\((\\d+,\\d+,\\d+,\\d+),(\\d+),(\\d+)\\)\\.?");

  private SmallServer server;

  @BeforeEach
  void start() {
    server = new SmallServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @MethodSource("headers")
  void header_wholeOrSplitAtAnyByte_namesTheClient(byte[] header, String client) throws Exception {
    try (FrontGateway gateway = new FrontGateway(server.port(), FROM_ALL, "")) {
      for (int split = 0; split < header.length; split++) {
        try (Socket socket = RawServer.connect(gateway)) {
          socket.setTcpNoDelay(true);
          socket.getOutputStream().write(header, 0, split);
          socket.getOutputStream().flush();
          socket.getOutputStream().write(header, split, header.length - split);
          assertThat(reader(socket).readLine()).isEqualTo("220 ready");
        }
      }
      List<SessionOpened> opened = gateway.await(SessionOpened.class, header.length);
      assertThat(opened)
          .allSatisfy(
              event ->
                  assertThat(event.session().client().toString())
                      .satisfiesAnyOf(
                          text -> assertThat(text).isEqualTo(client),
                          text -> assertThat(client + text).startsWith("socket127.0.0.1:")));
      assertThat(gateway.all(ProxyHeaderRefused.class)).isEmpty();
    }
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        arguments(v1("TCP4 203.0.113.7 192.0.2.1 54321 21"), "203.0.113.7:54321"),
        arguments(v1("TCP6 2001:db8::7 2001:db8::1 54321 21"), "[2001:db8::7]:54321"),
        arguments(v1("UNKNOWN"), "socket"),
        arguments(v1("UNKNOWN 2001:db8::7 2001:db8::1 54321 21"), "socket"),
        arguments(v2("20", "11", ADDRESSES + "040001" + "00"), "socket"),
        arguments(v2("21", "11", ADDRESSES), "203.0.113.7:54321"),
        arguments(v2("21", "11", ADDRESSES + "e00003" + "616263"), "203.0.113.7:54321"),
        arguments(v2("21", "11", ADDRESSES + "e00002" + "6162" + "040000"), "203.0.113.7:54321"),
        arguments(v2("21", "21", IPV6_ADDRESSES + "040001" + "00"), "[2001:db8::7]:54321"),
        arguments(v2("20", "00", ""), "socket"),
        arguments(v2("21", "00", ""), "socket"));
  }

  @Test
  void header_withCommandsBehindItInOneSegment_losesNone() throws Exception {
    try (FrontGateway gateway = new FrontGateway(server.port(), FROM_ALL, "");
        Socket socket = RawServer.connect(gateway)) {
      BufferedReader replies = reader(socket);
      byte[] header = v1("TCP4 203.0.113.7 192.0.2.1 54321 21");
      for (byte each : header) {
        socket.getOutputStream().write(each);
        socket.getOutputStream().flush();
      }
      assertThat(replies.readLine()).isEqualTo("220 ready");
      socket.getOutputStream().write("USER ann\r\nPASS right\r\n".getBytes(US_ASCII));
      assertThat(replies.readLine()).startsWith("331 ");
      assertThat(replies.readLine()).startsWith("230 ");
    }
  }

  @ParameterizedTest
  @MethodSource("noHeaders")
  void sender_withAWrongHeader_isClosedAndToldOf(byte[] sent) throws Exception {
    try (FrontGateway gateway = new FrontGateway(server.port(), FROM_ALL, "");
        Socket socket = RawServer.connect(gateway)) {
      socket.getOutputStream().write(sent);

      assertNothingIsSaid(socket);
      ProxyHeaderRefused refused = gateway.await(ProxyHeaderRefused.class);
      assertThat(refused.reason())
          .isIn("what came is no header", "the header is not of a TCP connection");
      assertThat(refused.listener()).isEqualTo("ftp");
      assertThat(refused.sender().port()).isEqualTo(socket.getLocalPort());
      assertThat(gateway.all(SessionOpened.class)).isEmpty();
      assertThat(server.sessions()).isZero();
    }
  }

  static Stream<Arguments> noHeaders() {
    return Stream.of(
        arguments((Object) "USER anonymous\r\n".getBytes(US_ASCII)),
        arguments((Object) "X".getBytes(US_ASCII)),
        arguments((Object) "PROXIES".getBytes(US_ASCII)),
        arguments((Object) hex(SIGNATURE + "ff")),
        arguments((Object) v2("21", "11", ADDRESSES + "e00001aa" + "e0ffff")),
        arguments((Object) v2("21", "11", ADDRESSES + "e0")),
        arguments((Object) v2("21", "11", ADDRESSES + "e00000" + "0400")),
        arguments((Object) v2("21", "11", ADDRESSES + "e00002aa")),
        arguments((Object) v2("21", "21", ADDRESSES)),
        arguments((Object) v2("21", "11", "cb0071")),
        arguments((Object) "PROXY TCP4 203.0.113.7\r\n".getBytes(US_ASCII)),
        arguments((Object) "PROXY TCP4 203.0.113.999 192.0.2.1 1 2\r\n".getBytes(US_ASCII)),
        arguments((Object) ("PROXY TCP4 " + "1".repeat(120)).getBytes(US_ASCII)),
        arguments((Object) hex("160301020001000001fc0303aabbccddeeff")),
        arguments((Object) v2("31", "11", ADDRESSES)),
        arguments((Object) v2("21", "12", ADDRESSES)),
        arguments((Object) hex(SIGNATURE + "2111" + "ffff" + ADDRESSES)));
  }

  @Test
  void header_longerThanIsSet_isRefused() throws Exception {
    byte[] header = v2("21", "11", ADDRESSES + "e0012c" + "00".repeat(300));
    for (int most : List.of(314, 315)) {
      String keys = "proxy-protocol: {from: [127.0.0.1], header-bytes: %d}".formatted(most);
      try (FrontGateway gateway = new FrontGateway(server.port(), keys, "");
          Socket socket = RawServer.connect(gateway)) {
        socket.getOutputStream().write(header);
        if (most < header.length - 16) {
          assertThat(gateway.await(ProxyHeaderRefused.class).reason()).contains("no header");
        } else {
          assertThat(gateway.await(SessionOpened.class).session().client().toString())
              .isEqualTo("203.0.113.7:54321");
        }
      }
    }
  }

  @Test
  void sender_thatIsSilent_isClosedInTime() throws Exception {
    String soon = "proxy-protocol: {from: [127.0.0.1], timeout: 50ms}";
    try (FrontGateway gateway = new FrontGateway(server.port(), soon, "");
        Socket socket = RawServer.connect(gateway)) {
      socket.getOutputStream().write("PROXY TCP4 ".getBytes(US_ASCII));

      assertNothingIsSaid(socket);
      assertThat(gateway.await(ProxyHeaderRefused.class).reason()).contains("50 ms");
    }
  }

  @Test
  void sender_thatLeavesBeforeItsHeader_isToldOf() throws Exception {
    try (FrontGateway gateway = new FrontGateway(server.port(), FROM_ALL, "")) {
      try (Socket socket = RawServer.connect(gateway)) {
        socket.getOutputStream().write("PROXY ".getBytes(US_ASCII));
      }
      assertThat(gateway.await(ProxyHeaderRefused.class).reason()).contains("ended");
    }
  }

  @Test
  void sender_thatComesAndGoes_isSeenAsAHealthCheck() throws Exception {
    try (FrontGateway gateway = new FrontGateway(server.port(), FROM_ALL, "")) {
      RawServer.connect(gateway).close();
      assertThat(gateway.await(ProxyHeaderRefused.class).reason()).contains("health check");
      assertThat(gateway.all(SessionOpened.class)).isEmpty();
      assertThat(gateway.sessions()).isZero();
      assertThat(server.sessions()).isZero();
    }
  }

  @Test
  void header_withAMappedAddress_isOfTheIpv4Client() throws Exception {
    try (FrontGateway gateway = new FrontGateway(server.port(), FROM_ALL, "")) {
      gateway.rules(
          """
          default: allow
          rules:
            - {id: outside, when: {client: 203.0.113.0/24, verb: connect}, then: close}
          """);
      String mapped = "00000000000000000000ffff" + "cb007107";
      String here = "00000000000000000000ffff" + "c0000201";
      try (Socket socket = RawServer.connect(gateway)) {
        socket.getOutputStream().write(v2("21", "21", mapped + here + "d4310015"));
        assertThat(reader(socket).readLine()).startsWith("421 ");
      }
      assertThat(gateway.await(SessionOpened.class).session().client().toString())
          .isEqualTo("203.0.113.7:54321");
    }
  }

  @Test
  void header_ofAnybodyElse_isAnotherProtocol_andNamesNobody() throws Exception {
    String other = "proxy-protocol: {from: [192.0.2.0/24]}";
    try (FrontGateway gateway = new FrontGateway(server.port(), other, "");
        Socket socket = RawServer.connect(gateway)) {
      BufferedReader replies = reader(socket);
      assertThat(replies.readLine()).isEqualTo("220 ready");
      socket.getOutputStream().write(v1("TCP4 203.0.113.7 192.0.2.1 54321 21"));
      assertThat(replies.readLine()).startsWith("421 Protocol violation");
      assertThat(replies.readLine()).isNull();
      assertThat(gateway.await(DeviationSeen.class).deviation())
          .isEqualTo(Deviation.FOREIGN_PROTOCOL);
      assertThat(gateway.await(SessionOpened.class).session().client().address())
          .isEqualTo(InetAddress.getLoopbackAddress());
    }
  }

  @Test
  void rulesLimitsAndBans_areOfTheClientThatTheHeaderNames() throws Exception {
    String limits = "limits: {sessions-per-client: 1}";
    try (FrontGateway gateway = new FrontGateway(server.port(), FROM_ALL, limits)) {
      gateway.rules(
          """
          default: allow
          rules:
            - {id: outside, when: {client: 198.51.100.0/24, verb: connect}, then: close}
          """);
      try (Socket one = enter(gateway, "203.0.113.7");
          Socket two = enter(gateway, "203.0.113.8")) {
        assertThat(reader(one).readLine()).isEqualTo("220 ready");
        assertThat(reader(two).readLine()).isEqualTo("220 ready");
        try (Socket again = enter(gateway, "203.0.113.7")) {
          assertThat(reader(again).readLine()).startsWith("421 ");
        }
        try (Socket denied = enter(gateway, "198.51.100.9")) {
          assertThat(reader(denied).readLine()).startsWith("421 ");
        }
      }
      SessionRejected rejected = gateway.await(SessionRejected.class);
      assertThat(rejected.limit()).isEqualTo(Limit.SESSIONS_PER_CLIENT);
      assertThat(rejected.client().address()).isEqualTo(InetAddress.getByName("203.0.113.7"));
    }
  }

  @Test
  void pinhole_isToldAtTheAddressThatTheClientReached_andTakesDataPeersOnly() throws Exception {
    String hidden = FROM_ALL + ", data-peers: [127.0.0.9]";
    try (FrontGateway gateway = new FrontGateway(server.port(), hidden, "");
        Socket socket = enter(gateway, "203.0.113.7")) {
      BufferedReader replies = reader(socket);
      int port = passive(socket, replies);
      try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(gateway.await(ConnectionBlocked.class).stranger().port())
            .isEqualTo(stranger.getLocalPort());
      }
      socket.getOutputStream().write("RETR 65536\r\n".getBytes(US_ASCII));
      try (Socket data = dataFrom("127.0.0.9", port)) {
        assertThat(data.getInputStream().readAllBytes()).hasSize(65_536);
      }
      assertThat(replies.readLine()).startsWith("150 ");
      assertThat(replies.readLine()).startsWith("226 ");
    }
  }

  @Test
  void pinhole_withoutDataPeers_takesTheHeadersClientOnly() throws Exception {
    try (FrontGateway gateway = new FrontGateway(server.port(), FROM_ALL, "");
        Socket socket = enter(gateway, "127.0.0.77")) {
      BufferedReader replies = reader(socket);
      int port = passive(socket, replies);
      try (Socket balancer = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(gateway.await(ConnectionBlocked.class).stranger().port())
            .isEqualTo(balancer.getLocalPort());
      }
      socket.getOutputStream().write("RETR 65536\r\n".getBytes(US_ASCII));
      try (Socket data = dataFrom("127.0.0.77", port)) {
        assertThat(data.getInputStream().readAllBytes()).hasSize(65_536);
      }
    }
  }

  @Test
  void clientHello_inTheSegmentOfTheHeader_isAnswered() throws Exception {
    String implicit = FROM_ALL + ", tls: {client: implicit, self-signed: true}";
    try (FrontGateway gateway = new FrontGateway(server.port(), implicit, "");
        Socket socket = RawServer.connect(gateway)) {
      byte[] header = v2("21", "11", ADDRESSES);
      byte[] hello = clientHello();
      byte[] both = Arrays.copyOf(header, header.length + hello.length);
      System.arraycopy(hello, 0, both, header.length, hello.length);
      socket.getOutputStream().write(both);

      assertThat(RawServer.read(socket, 1)).containsExactly(HANDSHAKE_RECORD);
      assertThat(gateway.await(SessionOpened.class).session().client().toString())
          .isEqualTo("203.0.113.7:54321");
    }
  }

  private static byte[] clientHello() throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), record);
    return Arrays.copyOf(record.array(), record.position());
  }

  @Test
  void server_getsTheHeaderBeforeAllElse() throws Exception {
    try (RawServer raw = new RawServer()) {
      String both = "proxy-protocol: {from: [127.0.0.0/8], send: v1}";
      byte[] header = v1("TCP4 203.0.113.7 192.0.2.1 54321 21");
      try (FrontGateway gateway = new FrontGateway(raw.port(), both, "");
          Socket client = enter(gateway, "203.0.113.7");
          Socket leg = raw.accept()) {
        assertThat(client.isConnected()).isTrue();
        assertThat(RawServer.read(leg, header.length)).isEqualTo(header);
      }
      both = "proxy-protocol: {from: [127.0.0.0/8], send: v2}";
      header = v2("21", "11", ADDRESSES);
      try (FrontGateway gateway = new FrontGateway(raw.port(), both, "");
          Socket client = enter(gateway, "203.0.113.7");
          Socket leg = raw.accept()) {
        assertThat(client.isConnected()).isTrue();
        assertThat(RawServer.read(leg, header.length)).isEqualTo(header);
      }
    }
  }

  @Test
  void server_withTls_getsTheHeaderInTheClear() throws Exception {
    try (RawServer raw = new RawServer()) {
      String tls = "proxy-protocol: {send: v1}, tls: {server: implicit, trust: {verify: false}}";
      try (FrontGateway gateway = new FrontGateway(raw.port(), tls, "");
          Socket client = RawServer.connect(gateway);
          Socket leg = raw.accept()) {
        String header =
            "PROXY TCP4 127.0.0.1 127.0.0.1 %d %d\r\n"
                .formatted(client.getLocalPort(), client.getPort());
        assertThat(new String(RawServer.read(leg, header.length()), US_ASCII)).isEqualTo(header);
      }
    }
  }

  /** Connects for a client. */
  private static Socket enter(FrontGateway gateway, String client) throws IOException {
    Socket socket = RawServer.connect(gateway);
    socket.getOutputStream().write(v1("TCP4 " + client + " 192.0.2.1 54321 21"));
    return socket;
  }

  /** Logs in and sends PASV; gives the port. */
  private static int passive(Socket socket, BufferedReader replies) throws IOException {
    assertThat(replies.readLine()).isEqualTo("220 ready");
    socket.getOutputStream().write("USER ann\r\n".getBytes(US_ASCII));
    assertThat(replies.readLine()).startsWith("331 ");
    socket.getOutputStream().write("PASS right\r\n".getBytes(US_ASCII));
    assertThat(replies.readLine()).startsWith("230 ");
    socket.getOutputStream().write("PASV\r\n".getBytes(US_ASCII));
    String reply = replies.readLine();
    Matcher numbers = ENTERING.matcher(reply);
    assertThat(numbers.matches()).as(reply).isTrue();
    assertThat(numbers.group(1)).isEqualTo("192,0,2,1");
    return Integer.parseInt(numbers.group(2)) * 256 + Integer.parseInt(numbers.group(3));
  }

  private static Socket dataFrom(String address, int port) throws IOException {
    Socket data = new Socket();
    data.bind(new InetSocketAddress(address, 0));
    data.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    data.setSoTimeout(20_000);
    return data;
  }

  private static void assertNothingIsSaid(Socket socket) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(said);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
    assertThat(said.size()).isZero();
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
  }

  private static byte[] v1(String rest) {
    return ("PROXY " + rest + "\r\n").getBytes(US_ASCII);
  }

  private static byte[] v2(String command, String family, String body) {
    return hex(SIGNATURE + command + family + "%04x".formatted(body.length() / 2) + body);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
