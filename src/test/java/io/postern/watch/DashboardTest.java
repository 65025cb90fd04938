package io.postern.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of the dashboards without a Prometheus. */
class DashboardTest {

  /** Grafana divides the width so. */
  private static final int COLUMNS = 24;

  /** Rows of 38 pixels on a screen of 1,080 without the browser's bars. */
  private static final int ONE_SCREEN = 28;

  private static final Pattern LISTENERS =
      Pattern.compile("(?m)^\\| `(postern_[a-z_]+)` \\| [^|]*`listener`");

  private static final Pattern SELECTOR =
      Pattern.compile("(postern_[a-z_]+?)(?:_bucket|_sum|_count)?\\{([^}]*)}");

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_fillOneScreenAndDoNotOverlap(Dashboard dashboard) {
    Set<List<Integer>> taken = new HashSet<>();
    dashboard.panels().forEach(panel -> take(panel, taken));
    int lowest = taken.stream().mapToInt(cell -> cell.get(1)).max().orElseThrow();

    assertThat(lowest).isLessThan(ONE_SCREEN);
    assertThat(taken).as("cells without a panel").hasSize((lowest + 1) * COLUMNS);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_haveAnIdATitleAnExplanationAndAUnit(Dashboard dashboard) {
    assertThat(dashboard.panels())
        .extracting(panel -> panel.path("id").asInt())
        .doesNotHaveDuplicates();
    assertThat(dashboard.panels()).allSatisfy(DashboardTest::assertExplained);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyQuery_isOfTheChosenGateways(Dashboard dashboard) {
    assertThat(dashboard.panelQueries()).isNotEmpty();
    assertThat(dashboard.annotationQueries()).isNotEmpty();
    assertThat(dashboard.panelQueries()).allSatisfy(DashboardTest::assertChosen);
    assertThat(dashboard.annotationQueries()).allSatisfy(DashboardTest::assertChosen);
  }

  /** What an operator wants to see on the one screen, by the metrics that tell it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postern_sessions_active",
        "sum by (verdict) (rate(postern_commands_total",
        "rate(postern_pinholes_predicted_total",
        "sum by (end) (rate(postern_pinholes_closed_total",
        "sum by (reason, mode) (rate(postern_connections_blocked_total",
        "sum by (direction, mode) (rate(postern_transfers_total",
        "sum by (direction, mode) (rate(postern_transfer_bytes_total",
        "rate(postern_relayed_bytes_total",
        "histogram_quantile(0.5, sum by (le) (rate(postern_data_setup_seconds_bucket",
        "histogram_quantile(0.99, sum by (le) (rate(postern_data_setup_seconds_bucket",
        "postern_data_ports_in_use",
        "topk(8, round(sum by (rule, effect) (increase(postern_rule_applied_total",
        "rate(postern_tls_handshakes_total",
        "rate(postern_sessions_blind_total",
        "postern_pool_server_up",
        "outcome=\"unreachable\"",
        "jvm_memory_used_bytes",
        "postern_buffer_bytes",
        "postern_event_loop_delay_seconds",
        "process_files_open_files"
      })
  void operatorsDashboard_asksFor(String part) {
    assertThat(Dashboard.all().get(0).panelQueries())
        .extracting(Query::expression)
        .anySatisfy(expression -> assertThat(expression).contains(part));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postern_connections_blocked_total",
        "sum by (network, at) (increase(postern_refused_by_network_total",
        "rate(postern_admin_refused_total",
        "postern_bans_active",
        "sum by (deviation, stance) (increase(postern_deviations_total",
        "postern_sessions_rejected_total",
        "postern_logins_total"
      })
  void securityDashboard_asksFor(String part) {
    assertThat(Dashboard.all().get(1).panelQueries())
        .extracting(Query::expression)
        .anySatisfy(expression -> assertThat(expression).contains(part));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void variablesAndMarks_areThere(Dashboard dashboard) {
    assertThat(names(dashboard.json().path("templating").path("list")))
        .containsExactly("datasource", "instance", "listener");
    assertThat(names(dashboard.json().path("annotations").path("list")))
        .contains("Rules reloaded", "Reload rejected", "Clients banned", "Started");
  }

  /** The README's table says which metrics tell listeners apart. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void whatHasAListener_isOfTheChosenOnes(Dashboard dashboard) throws IOException {
    Set<String> labelled =
        LISTENERS
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toSet());
    assertThat(labelled).hasSizeGreaterThan(20);
    for (Query query : dashboard.panelQueries()) {
      SELECTOR
          .matcher(query.expression())
          .results()
          .filter(selector -> labelled.contains(selector.group(1)))
          .forEach(
              selector ->
                  assertThat(selector.group(2))
                      .as(query.toString())
                      .contains("listener=~\"$listener\""));
    }
  }

  private static List<String> names(JsonNode list) {
    return Dashboard.items(list).map(each -> each.path("name").asText()).toList();
  }

  private static void assertChosen(Query query) {
    assertThat(query.metrics()).as(query.toString()).isNotEmpty();
    assertThat(query.expression()).contains("instance=~\"$instance\"");
  }

  private static void assertExplained(JsonNode panel) {
    assertThat(panel.path("title").asText()).isNotEmpty();
    if (!panel.path("type").asText().equals("text")) {
      assertThat(panel.path("description").asText()).isNotEmpty();
      assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText()).isNotEmpty();
    }
  }

  private static void take(JsonNode panel, Set<List<Integer>> taken) {
    JsonNode place = panel.path("gridPos");
    int left = place.path("x").asInt();
    int top = place.path("y").asInt();
    for (int x = left; x < left + place.path("w").asInt(); x++) {
      for (int y = top; y < top + place.path("h").asInt(); y++) {
        assertThat(taken.add(List.of(x, y))).as("two panels at %d, %d", x, y).isTrue();
      }
    }
  }
}
