package io.postern.session;

import static io.postern.testing.CoreSession.line;
import static io.postern.testing.CoreSession.reply;
import static io.postern.testing.CoreSession.serverConnected;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.policy.Policy;
import io.postern.testing.CoreSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The server says 226 while the gateway still connects to the client: a small file fits into the
 * sockets in between.
 */
class PrematureSuccessTest {

  private final StringBuilder toClient = new StringBuilder();
  private ControlSession session = session();

  @BeforeEach
  void activeTransferWhoseClientIsBeingConnectedTo() {
    session = session();
    session.begin();
    give(serverConnected());
    server(220);
    client("USER ftp");
    server(230);
    client("PORT 192,0,2,10,200,10");
    give(new Input.PinholeOpened(1, CoreSession.SERVER_SIDE.withPort(50_000)));
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
    give(line(line));
  }

  private void server(int code) {
    give(reply(code));
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
    return CoreSession.of(SessionSettings.DEFAULT, Rulebook.of(Policy.lenient()));
  }
}
