package io.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A data connection resumes its own control session, with every engine at either end, and no other
 * session.
 */
class ResumptionTest {

  private final ServerKey key = new TestAuthority("resumption").issue(Sides.HOST);

  static Stream<Arguments> everyPair() {
    return Stream.of(TlsEngine.BORINGSSL, TlsEngine.JDK)
        .flatMap(
            client ->
                Stream.of(TlsEngine.BORINGSSL, TlsEngine.JDK)
                    .flatMap(
                        server ->
                            Stream.of(TlsVersion.values())
                                .map(version -> Arguments.of(client, server, version))));
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void data_everyConnection_resumesItsControlSession(
      TlsEngine client, TlsEngine server, TlsVersion version) {
    TlsConnector connector = connector(client, version);
    TlsAcceptor acceptor = acceptor(server, version);
    try (ServerSideTls ours = connector.newSession(Sides.HOST, 21);
        ClientSideTls theirs = acceptor.newSession();
        Wire control = Wire.control(ours, theirs)) {
      assertThat(control.clientTold.handshake().resumed()).isFalse();
      assertThat(control.serverTold.handshake().resumed()).isFalse();
      for (int i = 0; i < times(client, server, version); i++) {
        try (Wire data = Wire.data(ours, theirs)) {
          assertThat(data.clientTold.handshake().protocol()).isEqualTo(version.protocol());
          assertThat(data.clientTold.handshake().resumed()).isTrue();
          assertThat(data.serverTold.handshake().resumed()).isTrue();
          data.sendToClient("a listing");
          data.sendToServer("a file");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void data_ofAnotherSession_isNotResumed(TlsEngine client, TlsEngine server, TlsVersion version) {
    TlsConnector connector = connector(client, version);
    TlsAcceptor acceptor = acceptor(server, version);
    try (ServerSideTls bob = connector.newSession(Sides.HOST, 21);
        ServerSideTls eve = connector.newSession(Sides.HOST, 21);
        ClientSideTls ofBob = acceptor.newSession();
        ClientSideTls ofEve = acceptor.newSession();
        Wire first = Wire.control(bob, ofBob);
        Wire second = Wire.control(eve, ofEve);
        Wire data = Wire.data(eve, ofBob)) {
      assertThat(first.serverTold.handshake().resumed()).isFalse();
      assertThat(second.serverTold.handshake().resumed()).isFalse();
      assertThat(data.serverTold.handshake().resumed()).isFalse();
      assertThat(data.clientTold.handshake().resumed()).isFalse();
      try (Wire own = Wire.data(bob, ofBob)) {
        assertThat(own.serverTold.handshake().resumed()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void data_uploadsOnly_goOnResuming(TlsEngine client, TlsEngine server, TlsVersion version) {
    TlsConnector connector = connector(client, version);
    TlsAcceptor acceptor = acceptor(server, version);
    try (ServerSideTls ours = connector.newSession(Sides.HOST, 21);
        ClientSideTls theirs = acceptor.newSession();
        Wire control = Wire.control(ours, theirs)) {
      assertThat(control.serverTold.handshake().resumed()).isFalse();
      for (int i = 0; i < times(client, server, version); i++) {
        try (Wire data = Wire.data(ours, theirs)) {
          data.sendToServer("a file");
          assertThat(data.serverTold.handshake().resumed()).isTrue();
          data.endByClient();
        }
      }
    }
  }

  /** The JDK uses a ticket of TLS 1.3 once, and as a server gives one for each control channel. */
  private static int times(TlsEngine client, TlsEngine server, TlsVersion version) {
    boolean once = client == TlsEngine.JDK && server == TlsEngine.JDK;
    return once && version == TlsVersion.TLS_1_3 ? 1 : 5;
  }

  private static TlsConnector connector(TlsEngine engine, TlsVersion version) {
    return Sides.connector(Sides.settings(engine, version), Sides.anybody());
  }

  private TlsAcceptor acceptor(TlsEngine engine, TlsVersion version) {
    return Sides.acceptor(Sides.settings(engine, version), key);
  }
}
