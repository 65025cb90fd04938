package io.postern.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Needs;
import io.postern.testing.Program;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An operator at the keyboard of a running gateway, while a real client is in the middle of a
 * transfer. The commands are processes of their own.
 */
@Needs(linux = true, programs = "curl")
@Timeout(120)
class KeyboardIT {

  private static final String CLIENT = "127.0.0.66";

  private static Keyboard keyboard;

  @BeforeAll
  static void start() throws IOException {
    keyboard = new Keyboard();
  }

  @AfterAll
  static void stop() {
    keyboard.close();
  }

  @BeforeEach
  void putBackWhatTheOthersLeft() throws IOException {
    GatewayProcess gateway = keyboard.gateway();
    assertThat(gateway.post("/gateway/resume").statusCode()).isEqualTo(200);
    assertThat(gateway.delete("/bans/" + CLIENT).statusCode()).isIn(200, 404);
    String other = URLEncoder.encode(GatewayProcess.text(keyboard.other().address()), UTF_8);
    assertThat(gateway.post("/pools/main/" + other + "/resume").statusCode()).isEqualTo(200);
    keyboard.awaitNobody();
    keyboard.rules("default: allow\n");
    assertThat(gateway.post("/reload").statusCode()).isEqualTo(200);
  }

  @Test
  void aTransfer_isSeen_andKicked_andNothingOfItStays() throws Exception {
    Program curl = keyboard.download("big.bin");
    keyboard.awaitTransfer();
    JsonNode session = keyboard.sessions().get("sessions").get(0);
    JsonNode data = session.get("data").get(0);
    assertThat(session.get("user").asText()).isEqualTo(keyboard.server().user());
    assertThat(session.get("client").asText()).startsWith("127.0.0.1:");
    assertThat(session.get("server").asText())
        .isEqualTo(GatewayProcess.text(keyboard.server().address()));
    assertThat(session.get("state").asText()).isEqualTo("open");
    assertThat(data.get("verb").asText()).isEqualTo("RETR");
    assertThat(data.get("path").asText()).isEqualTo("big.bin");
    assertThat(data.get("direction").asText()).isEqualTo("download");
    assertThat(data.get("bytesToServer").asLong()).isZero();

    Keyboard.Told top = keyboard.postern("top", "--once");
    assertThat(top.code()).isZero();
    assertThat(top.text())
        .contains("1 session, ")
        .containsPattern(session.get("id").asText() + " .* RETR .*big\\.bin .*/s .* connected");

    String id = session.get("id").asText();
    double before = kicked();
    assertThat(keyboard.postern("kick", id, "--reason", "ticket 4711"))
        .isEqualTo(new Keyboard.Told(0, "kicked " + id));
    assertThat(curl.awaitExit(Keyboard.PATIENCE)).isNotZero();
    keyboard.awaitNobody();
    assertThat(keyboard.sessions().get("total").asInt()).isZero();
    assertThat(kicked()).isEqualTo(before + 1);
    assertThat(keyboard.audit())
        .containsPattern(
            "\"event\":\"operator\",\"action\":\"kick\",\"subject\":\"" + id + "\".*ticket 4711")
        .containsPattern(
            "\"event\":\"session-closed\",\"session\":\""
                + id
                + "\".*\"outcome\":\"kicked\",\"reason\":\"an operator ended it: ticket 4711\"");

    Keyboard.Told again = keyboard.postern("kick", id);
    assertThat(again.code()).isEqualTo(4);
    assertThat(again.text()).contains("no such session");
  }

  @Test
  void aClient_isToldOfItsEnd_keptOut_andLetInAgain() throws Exception {
    try (TypedSession client = keyboard.client(CLIENT)) {
      assertThat(client.reply()).startsWith("220 ");
      client.command("USER " + keyboard.server().user());
      assertThat(client.command("PASS " + keyboard.server().password())).startsWith("230 ");
      assertThat(client.command("EPSV")).startsWith("229 ");
      JsonNode session = keyboard.sessions().get("sessions").get(0);
      assertThat(session.get("data").get(0).get("state").asText()).isEqualTo("listening");
      assertThat(session.get("data").get(0).get("listening").get(0).asText())
          .startsWith("127.0.0.2:");

      Keyboard.Told ban = keyboard.postern("ban", CLIENT, "--for", "1h", "--kick");
      assertThat(ban)
          .isEqualTo(new Keyboard.Told(0, "banned 127.0.0.66 for 1h; sessions ended: 1"));
      assertThat(client.reply()).isEqualTo("421 The session was ended by an operator.");
    }
    assertThat(keyboard.greeting(CLIENT)).startsWith("421 ");
    assertThat(keyboard.postern("bans").text())
        .matches("127\\.0\\.0\\.66  (1h|59m\\S*)  \\(operator\\)");
    assertThat(keyboard.postern("unban", CLIENT).code()).isZero();
    assertThat(keyboard.postern("unban", CLIENT).code()).isEqualTo(4);
    assertThat(keyboard.greeting(CLIENT)).startsWith("220 ");
    keyboard.awaitNobody();
  }

  @Test
  void aDrainedGateway_takesNobodyNew_andLeavesTheOthers() throws Exception {
    try (TypedSession before = keyboard.client(CLIENT)) {
      assertThat(before.reply()).startsWith("220 ");
      assertThat(keyboard.postern("drain").code()).isZero();

      assertThat(keyboard.greeting(CLIENT))
          .isEqualTo("421 The gateway takes no new sessions now; try again later.");
      assertThat(keyboard.gateway().get("/readyz").statusCode()).isEqualTo(503);
      assertThat(before.command("USER " + keyboard.server().user())).startsWith("331 ");
      assertThat(keyboard.postern("undrain", "--json").text())
          .isEqualTo("{\"gateway\":true,\"drained\":false}");
      assertThat(keyboard.greeting(CLIENT)).startsWith("220 ");
    }
    assertThat(
            keyboard.gateway().metrics().sum("postern_sessions_rejected_total", "limit", "drained"))
        .isEqualTo(1);
  }

  @Test
  void sessions_areFoundByTheirClient_andByTheirUser() throws Exception {
    try (TypedSession idle = keyboard.client(CLIENT);
        TypedSession user = keyboard.client("127.0.0.67")) {
      assertThat(idle.reply()).startsWith("220 ");
      keyboard.login(user);

      assertThat(keyboard.sessions().get("total").asInt()).isEqualTo(2);
      assertThat(clients("--client", CLIENT)).containsExactly(CLIENT);
      assertThat(clients("--client", "127.0.0.66/31"))
          .containsExactlyInAnyOrder(CLIENT, "127.0.0.67");
      assertThat(clients("--user", keyboard.server().user())).containsExactly("127.0.0.67");
      assertThat(clients("--user", "nobody")).isEmpty();
    }
  }

  @Test
  void reload_putsRulesInForce_orTellsEveryMistake() throws Exception {
    try (TypedSession session = keyboard.client(CLIENT)) {
      keyboard.login(session);
      assertThat(session.command("CWD files")).startsWith("250 ");

      keyboard.rules("rules: [{id: no-cwd, when: {verb: cwd}, then: {deny: 550 Not here.}}]\n");
      Keyboard.Told reloaded = keyboard.postern("reload");
      assertThat(reloaded.code()).isZero();
      assertThat(reloaded.text()).startsWith("in force: {").contains("\"rules\":1");
      assertThat(session.command("CWD files")).startsWith("550 Not here.");

      keyboard.rules("rules: [{id: one, when: {verp: cwd}, then: maybe}]\n");
      Keyboard.Told mistakes = keyboard.postern("reload");
      assertThat(mistakes.code()).isEqualTo(4);
      assertThat(mistakes.text().lines()).hasSize(2);
      assertThat(mistakes.text()).contains("did you mean \"verb\"?", "got \"maybe\"");
      assertThat(session.command("CWD files")).as("the old stay").startsWith("550 Not here.");
    }
    assertThat(keyboard.audit())
        .contains("\"event\":\"policy-loaded\"", "\"event\":\"policy-rejected\"");
  }

  @Test
  void drainOfAServer_leavesItItsSessions_andGivesItNoNewOnes() throws Exception {
    String drained = GatewayProcess.text(keyboard.other().address());
    String stays = GatewayProcess.text(keyboard.server().address());
    List<TypedSession> open = new ArrayList<>();
    try {
      open.addAll(visitors(2));
      assertThat(servers()).containsExactlyInAnyOrder(drained, stays);

      assertThat(keyboard.postern("drain", drained))
          .isEqualTo(new Keyboard.Told(0, "drained main/" + drained));
      open.addAll(visitors(4));
      assertThat(servers()).containsOnlyOnce(drained).hasSize(6);
      for (TypedSession each : open) {
        assertThat(each.command("USER anna")).startsWith("331 ");
      }

      Keyboard.Told unknown = keyboard.postern("drain", "192.0.2.9");
      assertThat(unknown.code()).isEqualTo(4);
      assertThat(unknown.text())
          .isEqualTo(
              "postern: no pool has a server 192.0.2.9; there are: main/%s, main/%s"
                  .formatted(stays, drained));

      assertThat(keyboard.postern("undrain", "main/" + drained, "--json").text())
          .isEqualTo(
              "[{\"pool\":\"main\",\"server\":\"%s\",\"drained\":false}]".formatted(drained));
      open.addAll(visitors(4));
      assertThat(Collections.frequency(servers(), drained)).isGreaterThan(1);
    } finally {
      for (TypedSession each : open) {
        each.close();
      }
    }
    assertThat(keyboard.audit())
        .containsPattern("\"event\":\"pool-server\".*\"drained\"")
        .contains("\"server\":\"" + drained + "\"");
  }

  private static double kicked() {
    return keyboard.gateway().metrics().sum("postern_sessions_total", "outcome", "kicked");
  }

  /** Clients of the pool, each with the greeting of a server. */
  private static List<TypedSession> visitors(int count) throws IOException {
    List<TypedSession> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TypedSession session = keyboard.poolClient(CLIENT);
      all.add(session);
      assertThat(session.reply()).startsWith("220 ");
    }
    return all;
  }

  private static List<String> servers() throws IOException {
    List<String> all = new ArrayList<>();
    keyboard.sessions().get("sessions").forEach(each -> all.add(each.get("server").asText()));
    return all;
  }

  private static List<String> clients(String... which) throws IOException {
    List<String> all = new ArrayList<>();
    JsonNode sessions = keyboard.sessions(which);
    sessions
        .get("sessions")
        .forEach(each -> all.add(each.get("client").asText().replaceFirst(":\\d+$", "")));
    assertThat(sessions.get("total").asInt()).isEqualTo(all.size());
    return all;
  }
}
