package io.postern.session;

import static io.postern.testing.CoreSession.endpoint;
import static io.postern.testing.CoreSession.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.RulesFile;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Reply;
import io.postern.policy.DataLimits.Rate;
import io.postern.policy.Policy;
import io.postern.testing.CoreSession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which data connections share a rate: those of one key. */
class RateKeysTest {

  private static final String RULES =
      """
      rules:
        - id: slow
          then:
            limit:
              bytes-per-second: 1
              bytes-per-second-per-user: 2
              bytes-per-second-per-client: 3
      """;

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, ann, slow/client/192.0.2.7/32, slow/user/ann",
    "::ffff:192.0.2.7, ANN, slow/client/192.0.2.7/32, slow/user/ann",
    "192.0.2.7, '  ann ', slow/client/192.0.2.7/32, slow/user/ann",
    "2001:db8:1:2::3, ftp, slow/client/2001:db8:1:2::/64, slow/user/anonymous",
    "2001:db8:1:2:ffff::9, Anonymous, slow/client/2001:db8:1:2::/64, slow/user/anonymous",
  })
  void keys_areTheSessionTheClientAndTheAccount(
      String client, String user, String clientKey, String userKey) throws Exception {
    assertThat(rates(client, user))
        .containsExactlyInAnyOrder(
            new Rate("slow/session/s1", 1), new Rate(clientKey, 3), new Rate(userKey, 2));
  }

  /** Those of the first transfer of a session. */
  private static List<Rate> rates(String client, String user) throws Exception {
    Endpoint server = endpoint("2001:db8:9::9", 21);
    ControlSession session = session(client);
    List<Action> actions = new ArrayList<>(session.begin());
    List<Input> inputs =
        List.of(
            new Input.ServerConnected(server, endpoint("2001:db8:9::8", 40_000)),
            reply(220, "Ready"),
            line("USER " + user),
            reply(230, "In"),
            line("EPSV"),
            reply(229, "Entering Extended Passive Mode (|||50000|)"),
            new Input.PinholeOpened(1, endpoint("2001:db8:9::7", 50_000)),
            line("RETR /a"));
    inputs.forEach(input -> actions.addAll(session.receive(input, 0)));
    return actions.stream()
        .filter(Action.LimitData.class::isInstance)
        .flatMap(action -> ((Action.LimitData) action).limits().rates().stream())
        .toList();
  }

  private static ControlSession session(String client) throws Exception {
    Policy policy =
        Policy.of(
            1,
            false,
            Map.of(),
            RulesFile.parse("rules.yaml", RULES.getBytes(StandardCharsets.UTF_8), Path.of(""))
                .rules());
    return CoreSession.of(
        endpoint(client, 40_000),
        endpoint("2001:db8:9::7", 21),
        SessionSettings.DEFAULT,
        Rulebook.of(policy));
  }

  private static Input reply(int code, String text) {
    byte[] line = (code + " " + text).getBytes(StandardCharsets.US_ASCII);
    return new Input.ServerReply(new Reply(code, List.of(line)));
  }
}
