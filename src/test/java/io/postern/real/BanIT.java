package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Closing;
import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Needs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bans of a running process, in front of a real server, and the admin port. */
@Needs(linux = true)
@Timeout(120)
class BanIT {

  private static final String GUESSER = "127.0.0.66";
  private static final String OTHER = "127.0.0.67";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String NO_LIMITS = "rules: [{id: all, then: allow}]\n";

  private final Closing closing = new Closing();
  private final InetSocketAddress entrance = FreePorts.on("127.0.0.2");
  private Path rules = Path.of("");

  @AfterEach
  void stop() {
    closing.close();
  }

  @Test
  void ban_isShown_survivesAReload_andIsLifted() throws Exception {
    GatewayProcess gateway = start("1h");
    guess();

    assertThat(greeting(GUESSER)).isEqualTo("421 Too many failed logins; try again later.");
    assertThat(greeting(OTHER)).startsWith("220 ");
    assertThat(gateway.get("/bans").body())
        .matches(
            "\\[\\{\"address\":\"127\\.0\\.0\\.66\",\"rule\":\"guessers\","
                + "\"secondsLeft\":35\\d\\d}]\\R");
    assertThat(gateway.metrics().sum("postern_bans_active")).isEqualTo(1);
    assertThat(gateway.metrics().sum("postern_bans_total")).isEqualTo(1);

    Files.writeString(rules, NO_LIMITS);
    assertThat(gateway.post("/reload").statusCode()).isEqualTo(200);
    assertThat(greeting(GUESSER)).startsWith("421 ");

    assertThat(gateway.delete("/bans/" + GUESSER).statusCode()).isEqualTo(200);
    assertThat(greeting(GUESSER)).startsWith("220 ");
    assertThat(gateway.get("/bans").body()).isEqualTo("[]\n");
    assertThat(gateway.delete("/bans/" + GUESSER).statusCode()).isEqualTo(404);
    assertThat(gateway.metrics().sum("postern_bans_active")).isZero();
  }

  @Test
  void ban_endsByItself() throws Exception {
    GatewayProcess gateway = start("3s");
    guess();
    long began = System.nanoTime();

    assertThat(greeting(GUESSER)).startsWith("421 ");
    Awaitility.await().atMost(PATIENCE).until(() -> greeting(GUESSER).startsWith("220 "));

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
    assertThat(gateway.get("/bans").body()).isEqualTo("[]\n");
  }

  private GatewayProcess start(String ban) throws IOException {
    ServedFolder served = closing.add(ServedFolder.create());
    ApacheFtp server = closing.add(new ApacheFtp(served, FreePorts.on("127.0.0.3")));
    rules =
        Files.writeString(
            served.home().resolve("rules.yaml"),
            """
            rules:
              - id: guessers
                then: {limit: {failed-logins: {attempts: 2, within: 10m, ban: %s}}}
            """
                .formatted(ban));
    return closing.add(
        GatewayProcess.configured(
            served.home(),
            """
            listeners: [{listen: "%s", server: "%s"}]
            rules: {file: %s, check-every: 1d}
            """
                .formatted(
                    GatewayProcess.text(entrance), GatewayProcess.text(server.address()), rules)));
  }

  /** Two wrong passwords in two sessions: the second is told, closed and banned. */
  private void guess() throws IOException {
    try (TypedSession one = new TypedSession(GUESSER, entrance);
        TypedSession other = new TypedSession(GUESSER, entrance)) {
      wrong(one);
      wrong(other);
      assertThat(other.reply())
          .isEqualTo("421 Too many failed logins; closing the control connection.");
    }
  }

  private static void wrong(TypedSession session) throws IOException {
    assertThat(session.reply()).startsWith("220 ");
    assertThat(session.command("USER postern")).startsWith("331 ");
    assertThat(session.command("PASS wrong")).startsWith("530 ");
  }

  private String greeting(String client) throws IOException {
    try (TypedSession session = new TypedSession(client, entrance)) {
      return session.reply();
    }
  }
}
