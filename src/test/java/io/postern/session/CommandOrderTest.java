package io.postern.session;

import static io.postern.testing.CoreSession.line;
import static io.postern.testing.CoreSession.reply;
import static io.postern.testing.CoreSession.serverConnected;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.GatewayEvent.DeviationSeen;
import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import io.postern.policy.Policy;
import io.postern.testing.CoreSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes where the standard has no place for it, with stances that only tell of it. */
class CommandOrderTest {

  private static final Policy TELLS =
      Policy.of(
          1,
          false,
          Map.of(
              Deviation.PIPELINED_COMMAND, Stance.LOG,
              Deviation.INTERRUPTED_SEQUENCE, Stance.LOG,
              Deviation.COMMAND_AFTER_QUIT, Stance.LOG));

  private final List<Deviation> seen = new ArrayList<>();
  private ControlSession session = session(TELLS);

  @BeforeEach
  void greeted() {
    begin(TELLS);
  }

  @ParameterizedTest
  @CsvSource({
    "USER anna, 331, NOOP",
    "USER anna, 331, CWD /",
    "USER anna, 331, RNTO b",
    "PASS x, 332, CWD /",
    "RNFR a, 350, DELE a",
    "RNFR a, 350, NOOP",
    "REST 5, 350, CWD /",
    "REST 5, 350, PASV"
  })
  void commandInsideASequence_isTold(String first, int code, String second) {
    exchange(first, code);
    client(second);

    assertThat(seen).contains(Deviation.INTERRUPTED_SEQUENCE);
  }

  @ParameterizedTest
  @CsvSource({
    "USER anna, 331, PASS x",
    "USER anna, 331, ACCT x",
    "USER anna, 331, USER bob",
    "USER anna, 331, STAT",
    "USER anna, 331, ABOR",
    "USER anna, 331, REIN",
    "USER anna, 331, QUIT",
    "USER anna, 230, CWD /",
    "USER anna, 530, CWD /",
    "PASS x, 332, ACCT y",
    "PASS x, 332, PASS y",
    "PASS x, 332, USER bob",
    "PASS x, 230, CWD /",
    "RNFR a, 350, RNTO b",
    "RNFR a, 350, RNFR b",
    "RNFR a, 550, DELE a",
    "REST 5, 350, RETR a",
    "REST 5, 350, STOR a",
    "REST 5, 350, REST 6",
    "REST 5, 501, CWD /",
    "CWD /, 250, CWD /"
  })
  void commandThatFits_isNot(String first, int code, String second) {
    exchange(first, code);
    client(second);

    assertThat(seen).isEmpty();
  }

  @Test
  void sequence_isOver_whenItsLastCommandHasCome() {
    exchange("RNFR a", 350);
    exchange("RNTO b", 250);
    exchange("CWD /", 250);

    assertThat(seen).isEmpty();
  }

  @Test
  void aside_doesNotEndTheSequence() {
    exchange("RNFR a", 350);
    exchange("STAT", 211);
    exchange("RNTO b", 250);
    assertThat(seen).isEmpty();

    exchange("RNFR a", 350);
    exchange("STAT", 211);
    exchange("CWD /", 250);
    assertThat(seen).containsExactly(Deviation.INTERRUPTED_SEQUENCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ABOR", "STAT", "QUIT", "NOOP"})
  void commandOfATransfer_mayComeBeforeTheReply(String line) {
    client("CWD /");
    client(line);

    assertThat(seen).isEmpty();
  }

  @Test
  void otherCommand_beforeTheReply_isPipelined() {
    client("CWD /");
    client("PWD");
    assertThat(seen).containsExactly(Deviation.PIPELINED_COMMAND);

    server(250);
    client("SYST");
    assertThat(seen).hasSize(2);

    server(257);
    server(215);
    client("PWD");
    assertThat(seen).hasSize(2);
  }

  @Test
  void commandAfterQuit_isTold_butNotAbor() {
    client("QUIT");
    client("ABOR");
    assertThat(seen).isEmpty();

    client("NOOP");
    assertThat(seen).containsExactly(Deviation.COMMAND_AFTER_QUIT);
  }

  @Test
  void lenient_tellsNothingOfWhatRealClientsDo() {
    begin(Policy.lenient());
    client("USER anna");
    client("PASS x");
    client("SYST");
    server(331);
    server(230);
    server(215);
    exchange("REST 5", 350);
    client("PASV");

    assertThat(seen).isEmpty();
  }

  private void begin(Policy policy) {
    session = session(policy);
    session.begin();
    give(serverConnected());
    server(220);
    seen.clear();
  }

  private void exchange(String line, int code) {
    client(line);
    server(code);
  }

  private void client(String line) {
    give(line(line));
  }

  private void server(int code) {
    give(reply(code));
  }

  private void give(Input input) {
    for (Action action : session.receive(input, 0)) {
      if (action instanceof Action.Publish publish
          && publish.event() instanceof DeviationSeen event) {
        seen.add(event.deviation());
      }
    }
  }

  private static ControlSession session(Policy policy) {
    return CoreSession.of(SessionSettings.DEFAULT, Rulebook.of(policy));
  }
}
