package io.postern.app;

import static io.postern.testing.CoreSession.line;
import static io.postern.testing.CoreSession.reply;
import static io.postern.testing.CoreSession.serverConnected;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.Settings;
import io.postern.config.SettingsFile;
import io.postern.event.GatewayEvent.DeviationSeen;
import io.postern.policy.Quotas;
import io.postern.session.Action;
import io.postern.session.ControlSession;
import io.postern.session.Input;
import io.postern.session.Rulebook;
import io.postern.session.SessionSettings;
import io.postern.testing.CoreSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One session, while the deviations of the rules file change under it. */
class DeviationReloadTest {

  @TempDir private Path folder;
  private Path rules;
  private PolicySource source;
  private ControlSession session;

  private final List<String> toServer = new ArrayList<>();
  private final List<String> toClient = new ArrayList<>();
  private final List<DeviationSeen> seen = new ArrayList<>();

  @BeforeEach
  void sessionUnderSettingsThatLogUnknownVerbs() throws Exception {
    rules = Files.writeString(folder.resolve("rules.yaml"), "default: allow\n");
    Settings settings =
        SettingsFile.parse(
                "settings",
                """
                listeners: [{server: a}]
                deviations: {unknown-verb: log, surplus-argument: log}
                rules: {file: '%s'}
                """
                    .formatted(rules)
                    .getBytes(StandardCharsets.UTF_8))
            .settings();
    source = PolicySource.load(rules, PolicyReader.of(settings));
    session = session();
    perform(session.begin());
    give(serverConnected());
    server(220);
    toClient.clear();
  }

  @Test
  void stances_followTheFile_atTheNextLine() throws IOException {
    client("XYZZY 1");
    assertThat(told()).containsExactly("unknown-verb LOG 1");
    assertThat(toServer).containsExactly("XYZZY 1");
    server(500);

    reload("deviations: {unknown-verb: deny}\n");
    client("XYZZY 2");
    assertThat(told()).containsExactly("unknown-verb DENY 2");
    assertThat(toServer).isEmpty();
    assertThat(toClient).containsExactly("500", "502");

    reload("deviations: {unknown-verb: allow}\n");
    client("XYZZY 3");
    assertThat(told()).isEmpty();
    assertThat(toServer).containsExactly("XYZZY 3");
    server(500);

    reload("deviations: {unknown-verb: close}\n");
    assertThat(session.closing()).isFalse();
    client("XYZZY 4");
    assertThat(told()).containsExactly("unknown-verb CLOSE 4");
    assertThat(session.closing()).isTrue();
    assertThat(toServer).isEmpty();
  }

  @Test
  void whatTheRulesFileDoesNotName_staysAsTheSettingsSay() throws IOException {
    reload("deviations: {unknown-verb: deny}\n");
    client("SYST x");
    assertThat(told()).containsExactly("surplus-argument LOG 2");
    server(215);

    reload("compliance: strict\n");
    client("SYST x");
    assertThat(told()).containsExactly("surplus-argument LOG 3");
    server(215);
    client("USER \u00e4");
    assertThat(told()).containsExactly("non-ascii DENY 3");
  }

  @Test
  void mistake_leavesTheStancesAsTheyWere() throws IOException {
    reload("deviations: {unknown-verb: deny}\n");
    Files.writeString(rules, "deviations: {unknown-verb: allow, malformed-port: allow}\n");

    assertThat(source.reload(PolicyTrigger.FILE).mistakes())
        .singleElement()
        .asString()
        .endsWith(
            "deviations.malformed-port: expected deny or close (it can't be tolerated), got"
                + " \"allow\"");
    client("XYZZY");
    assertThat(told()).containsExactly("unknown-verb DENY 2");
  }

  private void reload(String text) throws IOException {
    Files.writeString(rules, text);
    assertThat(source.reload(PolicyTrigger.FILE).mistakes()).isEmpty();
  }

  /** What was told since the last time: deviation, stance, generation. */
  private List<String> told() {
    List<String> told =
        seen.stream()
            .map(
                event ->
                    event.deviation().label()
                        + " "
                        + event.stance()
                        + " "
                        + event.session().generation())
            .toList();
    seen.clear();
    return told;
  }

  private void client(String line) {
    toServer.clear();
    give(line(line));
  }

  private void server(int code) {
    give(reply(code));
  }

  private void give(Input input) {
    perform(session.receive(input, 0));
  }

  private void perform(List<Action> actions) {
    for (Action action : actions) {
      if (action instanceof Action.ToServer line) {
        toServer.add(new String(line.bytes(), StandardCharsets.UTF_8).strip());
      } else if (action instanceof Action.ToClient reply) {
        toClient.add(new String(reply.bytes(), 0, 3, StandardCharsets.US_ASCII));
      } else if (action instanceof Action.Publish publish
          && publish.event() instanceof DeviationSeen event) {
        seen.add(event);
      }
    }
  }

  private ControlSession session() {
    return CoreSession.of(SessionSettings.DEFAULT, new Rulebook(source::policy, Quotas.NONE));
  }
}
