package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent.ConnectionBlocked;
import io.postern.event.GatewayEvent.TransferEnded;
import io.postern.ftp.Protection;
import io.postern.session.TlsStance;
import io.postern.session.TlsStance.Client;
import io.postern.session.TlsStance.Server;
import io.postern.testing.OldHello;
import io.postern.testing.RealTls;
import io.postern.testing.TlsVisit;
import io.postern.tls.TlsEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** C6, on sockets: data connections whose TLS does not begin, or does not end, as it should. */
class HostileDataTest {

  private static final int MUCH = 200_000;
  private static final Duration HANDSHAKE = Duration.ofSeconds(3);

  @ParameterizedTest
  @MethodSource("io.postern.net.TlsForms#every")
  void anUploadWithoutCloseNotify_is426(TlsEngine engine, String protocol) throws Exception {
    try (TlsGateway gateway = gateway(engine);
        TlsVisit visit = visit(gateway, protocol)) {
      Socket raw = visit.connect(visit.passive());
      Socket server = visit.transfer("STOR file");
      visit.client.begin(raw).getOutputStream().write(new byte[MUCH]);
      assertThat(server.getInputStream().readNBytes(MUCH)).hasSize(MUCH);
      raw.shutdownOutput();

      assertReset(server);
      visit.server.type("226 all there");
      assertThat(visit.client.line()).startsWith("426 ");
      assertEnd(gateway, DataEnd.CLIENT_TRUNCATED);
      visit.exchange("NOOP", "200 fine");
    }
  }

  /**
   * curl and lftp close as soon as they have sent all: with something unread their system resets
   * the connection, and drops what is not sent yet.
   */
  @ParameterizedTest
  @MethodSource("io.postern.net.TlsForms#every")
  void anUpload_hearsNothing(TlsEngine engine, String protocol) throws Exception {
    try (TlsGateway gateway = gateway(engine);
        TlsVisit visit = visit(gateway, protocol)) {
      Socket raw = visit.connect(visit.passive());
      Socket server = visit.transfer("STOR file");
      SSLSocket client = visit.client.begin(raw);
      client.getOutputStream().write(new byte[MUCH]);
      assertThat(server.getInputStream().readNBytes(MUCH)).hasSize(MUCH);
      assertThat(raw.getInputStream().available()).isZero();
    }
  }

  /** Some servers take the reset that they get for the end of the file, and say so. */
  @ParameterizedTest
  @MethodSource("io.postern.net.TlsForms#every")
  void anUploadThatIsReset_isNoSuccess(TlsEngine engine, String protocol) throws Exception {
    try (TlsGateway gateway = gateway(engine);
        TlsVisit visit = visit(gateway, protocol)) {
      Socket raw = visit.connect(visit.passive());
      Socket server = visit.transfer("STOR file");
      visit.client.begin(raw).getOutputStream().write(new byte[MUCH]);
      assertThat(server.getInputStream().readNBytes(MUCH)).hasSize(MUCH);
      raw.setSoLinger(true, 0);
      raw.close();

      assertReset(server);
      visit.server.type("226 all there");
      assertThat(visit.client.line()).startsWith("426 ");
      assertEnd(gateway, DataEnd.CLIENT_RESET);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.TlsForms#every")
  void aDownloadWithoutTheServersCloseNotify_is426(TlsEngine engine, String protocol)
      throws Exception {
    try (TlsGateway gateway = gateway(engine, Client.REQUIRED, Server.EXPLICIT);
        TlsVisit visit =
            new TlsVisit(gateway.client(), gateway.server()).bridge(protocol).login().protect()) {
      Socket raw = visit.connect(visit.passive());
      Socket server = visit.transfer("RETR file");
      SSLSocket client = visit.client.begin(raw);
      visit.server.accept(server).getOutputStream().write(new byte[MUCH]);
      assertThat(client.getInputStream().readNBytes(MUCH)).hasSize(MUCH);
      server.shutdownOutput();

      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
      visit.server.type("226 all there");
      assertThat(visit.client.line()).startsWith("426 ");
      assertEnd(gateway, DataEnd.SERVER_TRUNCATED);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.TlsForms#every")
  void whatComesBehindCloseNotify_isNotInTheFile(TlsEngine engine, String protocol)
      throws Exception {
    byte[] lastWords = Arrays.copyOf(new byte[] {23, 3, 3, 0, 4, 1, 2, 3, 4}, 1000);
    try (TlsGateway gateway = gateway(engine);
        TlsVisit visit = visit(gateway, protocol)) {
      Socket raw = visit.connect(visit.passive(), lastWords);
      Socket server = visit.transfer("STOR file");
      SSLSocket client = visit.client.begin(raw);
      client.getOutputStream().write(new byte[MUCH]);
      client.shutdownOutput();

      assertThat(server.getInputStream().readAllBytes()).hasSize(MUCH);
      server.close();
      visit.server.type("226 all there");
      assertThat(visit.client.line()).isEqualTo("226 all there");
      assertEnd(gateway, DataEnd.COMPLETED);
    }
  }

  @ParameterizedTest
  @MethodSource("io.postern.net.TlsForms#every")
  void anAlertOfTheClient_resetsTheServer(TlsEngine engine, String protocol) throws Exception {
    try (TlsGateway gateway = gateway(engine);
        TlsVisit visit = visit(gateway, protocol)) {
      Socket raw = visit.connectSpoilt(visit.passive(), MUCH);
      Socket server = visit.transfer("RETR file");
      SSLSocket client = visit.client.begin(raw);
      client.startHandshake();
      server.getOutputStream().write(new byte[2 * MUCH]);
      assertThatThrownBy(() -> client.getInputStream().readAllBytes())
          .isInstanceOf(IOException.class);

      assertReset(server);
      visit.server.type("426 aborted");
      assertThat(visit.client.line()).isEqualTo("426 aborted");
      assertEnd(gateway, DataEnd.CLIENT_RESET);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "BORINGSSL")
  void renegotiationOfData_resetsTheServer(TlsEngine engine) throws Exception {
    try (TlsGateway gateway = gateway(engine);
        TlsVisit visit = visit(gateway, "TLSv1.2")) {
      Socket raw = visit.connect(visit.passive());
      Socket server = visit.transfer("STOR file");
      SSLSocket client = visit.client.begin(raw);
      client.getOutputStream().write(new byte[MUCH]);
      assertThat(server.getInputStream().readNBytes(MUCH)).hasSize(MUCH);
      assertThatThrownBy(
              () -> {
                client.startHandshake();
                client.getInputStream().read();
              })
          .isInstanceOf(IOException.class);

      assertReset(server);
      visit.server.type("226 all there");
      assertThat(visit.client.line()).startsWith("426 ");
    }
  }

  /** C6: nothing in the clear gets through where the client has asked for PROT P. */
  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void aDataConnectionInTheClear_is425(TlsEngine engine) throws Exception {
    assertNoBegin(engine, "a file in the clear\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void aDataConnectionOfAnOldVersion_is425(TlsEngine engine) throws Exception {
    assertNoBegin(engine, OldHello.of(0x301));
  }

  /** The handshake's time limit ends it, though the peer keeps the connection open. */
  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void aDataHandshakeThatDoesNotEnd_is425InTime(TlsEngine engine) throws Exception {
    long began = System.nanoTime();
    assertNoBegin(engine, new byte[] {22, 3, 1, 1, 0, 1, 0, 0});
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
  }

  private static void assertNoBegin(TlsEngine engine, byte[] sent) throws Exception {
    try (TlsGateway gateway = gateway(engine);
        TlsVisit visit = visit(gateway, "TLSv1.3")) {
      Socket raw = visit.connect(visit.passive());
      Socket server = visit.transfer("STOR file");
      raw.getOutputStream().write(sent);

      assertReset(server);
      visit.server.type("226 an empty file");
      assertThat(visit.client.line()).startsWith("425 ");
      assertEnd(gateway, DataEnd.TLS_FAILED);
      visit.exchange("NOOP", "200 fine");
    }
  }

  /** A11 under TLS. */
  @ParameterizedTest
  @EnumSource(names = {"BORINGSSL", "JDK"})
  void aStrangerAtThePinhole_isRefusedAndTheClientServed(TlsEngine engine) throws Exception {
    try (TlsGateway gateway = gateway(engine);
        TlsVisit visit = visit(gateway, "TLSv1.3")) {
      InetSocketAddress pinhole = visit.passive();
      InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
      assertThatThrownBy(
              () -> visit.client.begin(visit.connect(pinhole, elsewhere)).startHandshake())
          .isInstanceOf(IOException.class);
      assertThat(gateway.await(ConnectionBlocked.class).stranger().address()).isEqualTo(elsewhere);

      Socket raw = visit.connect(pinhole);
      Socket server = visit.transfer("RETR file");
      SSLSocket client = visit.client.resume(raw);
      server.getOutputStream().write(new byte[MUCH]);
      server.close();
      assertThat(client.getInputStream().readAllBytes()).hasSize(MUCH);
      client.close();
      visit.server.type("226 done");
      assertThat(visit.client.line()).isEqualTo("226 done");
    }
  }

  private static void assertReset(Socket server) {
    assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(IOException.class);
  }

  private static void assertEnd(TlsGateway gateway, DataEnd end) {
    assertThat(gateway.await(TransferEnded.class).stats()).returns(end, DataStats::end);
  }

  private static TlsVisit visit(TlsGateway gateway, String protocol) throws Exception {
    return new TlsVisit(gateway.client(), gateway.server()).begin(protocol);
  }

  private static TlsGateway gateway(TlsEngine engine) throws Exception {
    return gateway(engine, Client.REQUIRED, Server.CLEAR);
  }

  private static TlsGateway gateway(TlsEngine engine, Client client, Server server)
      throws Exception {
    return new TlsGateway(
        new TlsStance(client, server, Protection.CLEAR, false, false),
        RealTls.of(engine, HANDSHAKE));
  }
}
