package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Line;
import io.postern.ftp.Reply;
import io.postern.policy.Policy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The server says 226 while the gateway still connects to the client: a small file fits into the
 * sockets in between.
 */
class PrematureSuccessTest {

  private static final Endpoint CLIENT = endpoint("192.0.2.10", 40_000);
  private static final Endpoint LISTENER = endpoint("192.0.2.1", 21);
  private static final Endpoint SERVER = endpoint("198.51.100.5", 21);
  private static final Endpoint SERVER_SIDE = endpoint("198.51.100.1", 41_000);

  private final StringBuilder toClient = new StringBuilder();
  private ControlSession session = session();

  @BeforeEach
  void activeTransferWhoseClientIsBeingConnectedTo() {
    session = session();
    session.begin();
    give(new Input.ServerConnected(SERVER, SERVER_SIDE));
    server(220);
    client("USER ftp");
    server(230);
    client("PORT 192,0,2,10,200,10");
    give(new Input.PinholeOpened(1, SERVER_SIDE.withPort(50_000)));
    server(200);
    client("RETR small");
    give(new Input.PinholeAccepted(1));
    server(150);
    toClient.setLength(0);
  }

  @Test
  void success_waitsUntilTheClientIsConnected() {
    server(226);
    assertThat(toClient).isEmpty();

    give(new Input.PinholeConnected(1));
    assertThat(toClient).hasToString("226 ");
  }

  @Test
  void success_isNeverTold_ifTheClientCanNotBeReached() {
    server(226);
    give(ended(DataEnd.UNREACHABLE));

    assertThat(toClient).hasToString("425 ");
    client("NOOP");
    server(200);
    assertThat(toClient).hasToString("425 200 ");
  }

  @Test
  void laterReplies_stayBehind() {
    server(226);
    client("NOOP");
    server(200);
    assertThat(toClient).isEmpty();

    give(new Input.PinholeConnected(1));
    assertThat(toClient).hasToString("226 200 ");
  }

  @Test
  void failure_isToldAtOnce() {
    server(451);

    assertThat(toClient).hasToString("451 ");
  }

  @Test
  void success_isTold_whenTheServerCloses() {
    server(226);
    give(new Input.Closed(Input.Side.SERVER, false));

    assertThat(toClient.toString()).startsWith("226 ");
  }

  private static Input ended(DataEnd end) {
    return new Input.DataEnded(
        1, new DataStats(end, 0, 0, Duration.ZERO, Duration.ZERO, "timed out"));
  }

  private void client(String line) {
    give(new Input.ClientLine(Line.of(line)));
  }

  private void server(int code) {
    byte[] line = (code + " Text").getBytes(StandardCharsets.US_ASCII);
    give(new Input.ServerReply(new Reply(code, List.of(line))));
  }

  /** Keeps the codes of the replies that go to the client. */
  private void give(Input input) {
    for (Action action : session.receive(input, 0)) {
      if (action instanceof Action.ToClient reply) {
        toClient.append(new String(reply.bytes(), 0, 4, StandardCharsets.US_ASCII));
      }
    }
  }

  private static ControlSession session() {
    return new ControlSession(
        "s1",
        "ftp",
        CLIENT,
        LISTENER,
        SessionSettings.DEFAULT,
        Rulebook.of(Policy.lenient()),
        new AtomicLong()::incrementAndGet,
        0,
        Instant.EPOCH);
  }

  private static Endpoint endpoint(String address, int port) {
    return Endpoint.of(new InetSocketAddress(address, port));
  }
}
