package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.GatewayProcess;
import io.postern.testing.Needs;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three ways to have the rules of a running process loaded anew. */
@Needs(linux = true)
class ReloadIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String ALLOWED = "rules: [{id: all, then: allow}]\n";
  private static final String DENIED = "default: deny\nrules: []\n";
  private static final String MISTAKEN = "rules:\n  - {id: all, than: allow}\n  - {id: all}\n";

  @TempDir private Path folder;
  private Path rules;

  @BeforeEach
  void write() throws IOException {
    rules = Files.writeString(folder.resolve("rules.yaml"), ALLOWED);
  }

  @Test
  void fileRenamedOver_isLoaded() throws IOException {
    try (GatewayProcess gateway = gateway("50ms")) {
      assertThat(gateway.program().output())
          .contains("rules: " + rules + ", 1 rule, default allow");
      Path next = Files.writeString(folder.resolve("next"), DENIED);
      Files.move(next, rules, StandardCopyOption.ATOMIC_MOVE);

      awaitGeneration(gateway, 2);
      gateway.program().awaitOutput("0 rules, default deny; generation 2 \\(file\\)", PATIENCE);
      assertThat(gateway.metrics().sum("postern_policy_rules")).isZero();
    }
  }

  @Test
  void hangup_loads() throws IOException {
    try (GatewayProcess gateway = gateway("1d")) {
      Files.writeString(rules, DENIED);
      gateway.program().signal("HUP");

      gateway.program().awaitOutput("default deny; generation 2 \\(signal\\)", PATIENCE);
      awaitGeneration(gateway, 2);
      assertThat(loads(gateway, "accepted", "signal")).isEqualTo(1);
    }
  }

  @Test
  void hangup_mistakes_areToldAndTheProcessGoesOn() throws IOException {
    try (GatewayProcess gateway = gateway("1d")) {
      Files.writeString(rules, MISTAKEN);
      gateway.program().signal("HUP");

      gateway
          .program()
          .awaitOutput("generation 1 stays \\(signal\\)", PATIENCE)
          .awaitOutput("WARN .*" + rules + ":2:15: .*than", PATIENCE)
          .awaitOutput("WARN .*" + rules + ":3:", PATIENCE);
      assertThat(gateway.metrics().sum("postern_policy_generation")).isEqualTo(1);
      assertThat(loads(gateway, "rejected", "signal")).isEqualTo(1);
    }
  }

  @Test
  void hangup_withoutRules_isHarmless() {
    try (GatewayProcess gateway = GatewayProcess.configured(folder, listener())) {
      gateway.program().signal("HUP");

      gateway.program().awaitOutput("SIGHUP: there are no rules", PATIENCE);
      assertThat(gateway.post("/reload").statusCode()).isEqualTo(409);
    }
  }

  @Test
  void post_loadsAndAnswersWithTheGenerationOrEveryMistake() throws IOException {
    try (GatewayProcess gateway = gateway("1d")) {
      assertThat(gateway.post("/reload").body()).isEqualTo("{\"generation\":1,\"rules\":1}\n");

      Files.writeString(rules, DENIED);
      HttpResponse<String> loaded = gateway.post("/reload");
      assertThat(loaded.statusCode()).isEqualTo(200);
      assertThat(loaded.body()).isEqualTo("{\"generation\":2,\"rules\":0}\n");

      Files.writeString(rules, MISTAKEN);
      HttpResponse<String> refused = gateway.post("/reload");
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body().lines())
          .hasSizeGreaterThanOrEqualTo(2)
          .allMatch(line -> line.startsWith(rules + ":"));
      assertThat(gateway.metrics().sum("postern_policy_generation")).isEqualTo(2);
    }
  }

  private GatewayProcess gateway(String checkEvery) {
    return GatewayProcess.configured(
        folder, listener() + "rules: {file: %s, check-every: %s}\n".formatted(rules, checkEvery));
  }

  private static String listener() {
    return "listeners: [{server: '127.0.0.1:9', listen: '127.0.0.1:0'}]\n";
  }

  private static void awaitGeneration(GatewayProcess gateway, int generation) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> gateway.metrics().sum("postern_policy_generation") == generation);
  }

  private static double loads(GatewayProcess gateway, String result, String trigger) {
    return gateway
        .metrics()
        .sum(
            "postern_policy_loads_total",
            "result=\"" + result + "\"",
            "trigger=\"" + trigger + "\"");
  }
}
