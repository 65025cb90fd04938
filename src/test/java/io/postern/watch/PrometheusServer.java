package io.postern.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Program;
import io.postern.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Prometheus with the configuration and the rules that the project ships, which scrapes one
 * gateway each second.
 */
final class PrometheusServer implements AutoCloseable {

  /** The folder of the shipped configuration. */
  static final Path SHIPPED = Path.of("deploy/prometheus").toAbsolutePath();

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration HTTP = Duration.ofSeconds(10);
  private static final Duration SPAN = Duration.ofSeconds(30);

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(HTTP).build();
  private final InetSocketAddress address;
  private final Program program;

  private PrometheusServer(InetSocketAddress address, Program program) {
    this.address = address;
    this.program = program;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param folder where its files go
   * @param target the admin port of the gateway
   */
  static PrometheusServer start(Path folder, InetSocketAddress target) {
    InetSocketAddress address = FreePorts.on("127.0.0.1");
    Program program =
        Program.start(
            folder.resolve("prometheus.log"),
            List.of(
                Programs.path("prometheus").toString(),
                "--config.file=" + configuration(folder, target),
                "--storage.tsdb.path=" + folder.resolve("metrics"),
                "--web.listen-address=" + GatewayProcess.text(address)));
    try {
      program.awaitOutput("Server is ready to receive web requests", START);
      return new PrometheusServer(address, program);
    } catch (AssertionError e) {
      program.close();
      throw e;
    }
  }

  /** All metrics that it has seen. */
  Set<String> metrics() {
    return Dashboard.items(data("/api/v1/label/__name__/values"))
        .map(JsonNode::asText)
        .collect(Collectors.toSet());
  }

  /** Whether it has at least one number for the query; the query must be a right one. */
  boolean answers(Query query) {
    return values(query).anyMatch(value -> !Double.isNaN(value));
  }

  /** What the rules in force ask. */
  List<Query> ruleQueries() {
    return rules()
        .map(rule -> new Query(rule.path("name").asText(), rule.path("query").asText(), true))
        .toList();
  }

  /** The rules that it could not evaluate, or has not yet. */
  List<String> unevaluatedRules() {
    return rules()
        .filter(rule -> !rule.path("health").asText().equals("ok"))
        .map(rule -> rule.path("name").asText() + ": " + rule.path("lastError").asText())
        .toList();
  }

  /** The names of the alerts that fire. */
  Set<String> firing() {
    return Dashboard.items(data("/api/v1/alerts").path("alerts"))
        .filter(alert -> alert.path("state").asText().equals("firing"))
        .map(alert -> alert.path("labels").path("alertname").asText())
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    program.close();
  }

  private Stream<JsonNode> rules() {
    return Dashboard.items(data("/api/v1/rules").path("groups"))
        .flatMap(group -> Dashboard.items(group.path("rules")));
  }

  private Stream<Double> values(Query query) {
    String asked = "query=" + URLEncoder.encode(query.asked(), StandardCharsets.UTF_8);
    return query.instant()
        ? results("/api/v1/query?" + asked).map(result -> number(result.path("value")))
        : results("/api/v1/query_range?" + asked + span())
            .flatMap(result -> Dashboard.items(result.path("values")))
            .map(PrometheusServer::number);
  }

  private static String span() {
    Instant now = Instant.now();
    return "&step=1&end=%s&start=%s".formatted(now, now.minus(SPAN));
  }

  private Stream<JsonNode> results(String path) {
    return Dashboard.items(data(path).path("result"));
  }

  /** A sample is a time and a value; the value is text. */
  private static double number(JsonNode sample) {
    return switch (sample.path(1).asText()) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(sample.path(1).asText());
    };
  }

  private JsonNode data(String path) {
    URI uri = URI.create("http://" + GatewayProcess.text(address) + path);
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(uri).timeout(HTTP).build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
      return mapper.readTree(response.body()).path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The shipped file, with this gateway, and with seconds for quarters of a minute. */
  private static Path configuration(Path folder, InetSocketAddress target) {
    try {
      String shipped = Files.readString(SHIPPED.resolve("prometheus.yml"));
      return Files.writeString(
          folder.resolve("prometheus.yml"),
          shipped
              .replace("127.0.0.1:9121", GatewayProcess.text(target))
              .replace("15s", "1s")
              .replace("rules/*.yml", SHIPPED.resolve("rules") + "/*.yml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
