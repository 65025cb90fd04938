package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The firewall step: the server's data connection is blocked because nothing allows it, the
 * administrator changes the rules, and in the same session it is allowed.
 */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl", "vsftpd"})
@Timeout(150)
class FirewallStepIT {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int FILE_BYTES = 1 << 20;
  private static final String DENIED =
      """
      rules:
        - id: no-active
          description: Data connections go from the client to us, never the other way.
          when: {verb: active-data}
          then: deny
      """;
  private static final String ALLOWED = DENIED.replace("then: deny", "then: allow");

  @TempDir private Path folder;

  @Test
  void activeDataConnection_blockedByARule_isAllowedOnceTheRuleIsEdited() throws Exception {
    Path rules = Files.writeString(folder.resolve("rules.yaml"), DENIED);
    byte[] content = new byte[FILE_BYTES];
    new Random(2).nextBytes(content);
    try (FirewallLab lab = new FirewallLab()) {
      Vsftpd server = lab.runVsftpd();
      Path file = Files.write(server.files().resolve("file"), content);
      HostGateway gateway = lab.runGateway(configuration(rules));
      try (RawClient client = new RawClient(lab.client(), FirewallLab.listener())) {
        client.login("anonymous", "guest@");
        client.command("TYPE I", 200);

        String refusal = blocked(client);
        assertReported(gateway, refusal);
        assertThat(server.log()).anyMatch(line -> line.contains("\"RETR files/file\""));

        Files.writeString(rules, ALLOWED);
        await("the reload")
            .atMost(PATIENCE)
            .until(() -> gateway.metric("postern_policy_generation") == 2);

        assertThat(Sha256.of(retrieved(client))).isEqualTo(Sha256.of(file));
        client.command("QUIT", 221);
      }
      assertOneSession(gateway);
    }
  }

  private static String configuration(Path rules) {
    return """
        listeners:
          - {name: ftp, listen: "*:2121", server: 198.51.100.5}
        rules: {file: %s, check-every: 100ms}
        """
        .formatted(rules);
  }

  /**
   * The reply to a transfer whose data connection is blocked; nothing reaches the client's port.
   */
  private static String blocked(RawClient client) throws Exception {
    try (RawListener listener = client.listen()) {
      String refusal = finalReply(client, listener);
      assertThat(refusal).startsWith("425 ");
      assertThat(listener.isDeserted()).as("nothing connected to the client").isTrue();
      return refusal;
    }
  }

  private static byte[] retrieved(RawClient client) throws Exception {
    try (RawListener listener = client.listen()) {
      port(client, listener);
      client.control().send("RETR files/file");
      try (RawConnection data = listener.accept()) {
        client.control().reply(150);
        byte[] arrived = data.rest();
        client.control().reply(226);
        return arrived;
      }
    }
  }

  private static String finalReply(RawClient client, RawListener listener) throws Exception {
    port(client, listener);
    client.control().send("RETR files/file");
    String reply = client.control().reply();
    return reply.startsWith("1") ? client.control().reply() : reply;
  }

  private static void port(RawClient client, RawListener listener) throws Exception {
    client.command("PORT " + RawClient.port(FirewallLab.CLIENT, listener.port()), 200);
  }

  /** Who, from where, which rule, and what would allow it; and that not a byte went through. */
  private static void assertReported(HostGateway gateway, String refusal) {
    await("the audit log")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(gateway.auditLines())
                    .filteredOn(line -> line.contains("\"event\":\"rule\""))
                    .singleElement()
                    .asString()
                    .contains(
                        "\"client\":\"192.0.2.10:",
                        "\"user\":\"anonymous\"",
                        "\"generation\":1",
                        "\"operation\":\"active-data\"",
                        "\"effect\":\"deny\"",
                        "\"rule\":\"no-active\"",
                        "\"dataAddress\":\"198.51.100.5\"")
                    .containsPattern("\"remedy\":\"[^\"]*no-active[^\"]*\"")
                    .satisfies(line -> assertTold(line, refusal)));
    assertThat(of(gateway, "pinhole-accepted"))
        .singleElement()
        .asString()
        .contains("\"accepted\":\"198.51.100.5:20\"");
    assertThat(gateway.auditLines())
        .noneMatch(line -> line.matches(".*\"bytesTo(Server|Client)\":[1-9].*"));
  }

  /** The trace id in the log is the one that the client was told. */
  private static void assertTold(String line, String refusal) {
    String trace = line.replaceAll(".*\"trace\":\"([^\"]+)\".*", "$1");
    assertThat(refusal).contains("[" + trace + "]");
  }

  private static void assertOneSession(HostGateway gateway) {
    await("the audit log")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(of(gateway, "session-closed"))
                    .singleElement()
                    .asString()
                    .contains("\"outcome\":\"quit\"", "\"generation\":2"));
    assertThat(of(gateway, "session-opened")).hasSize(1);
    assertThat(of(gateway, "policy-loaded"))
        .satisfiesExactly(
            line -> assertThat(line).contains("\"generation\":1", "\"trigger\":\"start\""),
            line -> assertThat(line).contains("\"generation\":2", "\"trigger\":\"file\""));
  }

  private static List<String> of(HostGateway gateway, String event) {
    return gateway.auditLines().stream()
        .filter(line -> line.contains("\"event\":\"" + event + "\""))
        .toList();
  }
}
