package io.postern.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of the dashboards without a Prometheus. */
class DashboardTest {

  /** Grafana divides the width so. */
  private static final int COLUMNS = 24;

  /** Rows of 38 pixels on a screen of 1,080 without the browser's bars. */
  private static final int ONE_SCREEN = 28;

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
