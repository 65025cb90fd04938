package io.postern.session;

import static io.postern.testing.CoreSession.line;
import static io.postern.testing.CoreSession.reply;
import static io.postern.testing.CoreSession.serverConnected;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.Hosts;
import io.postern.policy.Policy;
import io.postern.testing.CoreSession;
import io.postern.testing.TestSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold whatever clients and servers say: the password of the gateway stays with it. */
class ReceptionTest {

  private static final int SESSIONS = 300;

  private final SplittableRandom random = new SplittableRandom(20_261_121);

  /** A client that says all that it knows again and again, whatever it is answered. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "USER gate|PASS sesame|USER anna@host|PASS secret",
        "USER gate|PASS sesame|SITE host|USER anna|PASS secret",
        "USER gate|PASS sesame|OPEN host|USER anna|PASS secret",
        "USER gate@host|PASS sesame|USER anna|PASS secret",
        "USER gate,anna@host|PASS sesame,secret",
        "USER gate@host,anna|PASS sesame,secret",
        "USER anna@gate@host|PASS secret@sesame",
        "USER anna@host gate|PASS secret|ACCT sesame"
      })
  void passwordOfTheGateway_neverReachesTheServerNorAnEvent(String script) {
    int logins = 0;
    for (int i = 0; i < SESSIONS; i++) {
      Play play = new Play(random.split());
      for (int round = 0; round < 3; round++) {
        for (String line : script.split("\\|", -1)) {
          play.client(line);
        }
      }
      play.serverAnswersAll();
      assertThat(play.toServer).noneMatch(text -> text.contains("sesame"));
      assertThat(play.published).noneMatch(text -> text.contains("sesame"));
      assertThat(play.connects).isLessThanOrEqualTo(1);
      logins += play.toServer.contains("PASS secret\r\n") ? 1 : 0;
    }
    assertThat(logins).as("sessions that have come to the server's password").isPositive();
  }

  /** One session, the gateway's users and a server, each of which says yes or no. */
  private static final class Play {

    private final SplittableRandom dice;
    private final ControlSession session;
    private final List<String> toServer = new ArrayList<>();
    private final List<String> published = new ArrayList<>();
    private final Deque<Input> due = new ArrayDeque<>();
    private boolean checked;
    private int connects;
    private long now;

    Play(SplittableRandom dice) {
      this.dice = dice;
      session = CoreSession.of(settings(), Rulebook.of(Policy.lenient()));
      session.begin().forEach(this::perform);
    }

    void client(String line) {
      give(line(line));
      while (!due.isEmpty() && dice.nextInt(3) > 0) {
        give(due.remove());
      }
    }

    void serverAnswersAll() {
      while (!due.isEmpty()) {
        give(due.remove());
      }
    }

    private void give(Input input) {
      session.receive(input, ++now).forEach(this::perform);
    }

    private void perform(Action action) {
      if (action instanceof Action.CheckProxyUser check) {
        boolean right = check.name().equals("gate") && check.password().equals("sesame");
        boolean ok = right && dice.nextInt(4) > 0;
        checked = checked || ok;
        due.add(new Input.ProxyUserChecked(ok));
      } else if (action instanceof Action.LookUp) {
        due.add(new Input.HostLookedUp(List.of(CoreSession.SERVER.address())));
      } else if (action instanceof Action.Connect connect) {
        assertThat(checked).as("a user of the gateway has logged in").isTrue();
        assertThat(connect.destination())
            .isEqualTo(
                new Destination.Named("host", 21, List.of(CoreSession.SERVER.address()), "anna"));
        connects++;
        due.add(serverConnected());
        due.add(reply(220));
      } else if (action instanceof Action.ToServer to) {
        said(new String(to.bytes(), StandardCharsets.UTF_8));
      } else if (action instanceof Action.Publish publish) {
        published.add(publish.event().toString());
      }
    }

    private void said(String line) {
      assertThat(connects).isEqualTo(1);
      toServer.add(line);
      int yes = line.startsWith("USER") ? 331 : dice.nextInt(3) > 0 ? 230 : 332;
      due.add(reply(dice.nextInt(3) > 0 ? yes : 530));
    }
  }

  private static SessionSettings settings() {
    return TestSettings.with(Entry.named(true, new Targets(Hosts.NONE, Set.of(21), false)));
  }
}
