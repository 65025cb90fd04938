package io.postern.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Closing;
import io.postern.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboards and the rules that the project ships, in a real Prometheus that scrapes a real
 * gateway under real traffic: every panel has data, and nothing asks for a metric that is not
 * there.
 */
@Needs(
    programs = {"prometheus", "curl"},
    pythonModules = {"pyftpdlib", "OpenSSL"},
    linux = true)
class DashboardsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Visitors come so often at most; a round takes about six seconds. */
  private static final int MOST_ROUNDS = 25;

  private static final Closing CLOSING = new Closing();
  private static WatchedSite site;
  private static PrometheusServer prometheus;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    site = CLOSING.add(WatchedSite.start(folder));
    prometheus = CLOSING.add(PrometheusServer.start(folder, site.admin()));
    site.collectGarbage();
    Visitors visitors = site.visitors();
    visitors.come();
    // An increase is one only to who has seen the number before it.
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> prometheus.metrics().contains("postern_policy_loads_total"));
    site.changeRules();
    visitors.come();
  }

  @AfterAll
  static void stop() {
    CLOSING.close();
  }

  @Test
  void everyPanel_hasData() {
    List<Query> silent = panelQueries().toList();
    assertThat(silent).hasSizeGreaterThan(50);
    Visitors visitors = site.visitors();
    for (int round = 0; round < MOST_ROUNDS && !silent.isEmpty(); round++) {
      visitors.come();
      silent = silent.stream().filter(query -> !prometheus.answers(query)).toList();
    }
    assertThat(silent).as("queries without data").isEmpty();
  }

  @Test
  void noQuery_namesAMetricThatIsNotThere() {
    Set<String> there = prometheus.metrics();
    assertThat(there).contains("up", "postern_commands_total");
    assertThat(queries()).allSatisfy(query -> assertThat(there).containsAll(query.metrics()));
  }

  @Test
  void everyMark_isARightQuery() {
    // Whether one is to be seen hangs on the moment: Prometheus refuses what it can't read.
    List<Query> marks = marks().toList();
    assertThat(marks).isNotEmpty().allSatisfy(mark -> prometheus.answers(mark));
  }

  @Test
  void everyRule_isEvaluated() {
    assertThat(prometheus.ruleQueries()).hasSizeGreaterThan(30);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(prometheus.unevaluatedRules()).isEmpty());
  }

  /** The certificate of the tests is for two days, and the last change but one had a mistake. */
  @Test
  void alerts_fire() {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(prometheus.firing())
                    .contains(
                        "PosternCertificateNearItsEnd",
                        "PosternReloadRejected",
                        "PosternSessionsGoBlind")
                    .doesNotContain("PosternDown", "PosternNotListening", "PosternSessionFault"));
  }

  private static List<Query> queries() {
    return Stream.of(panelQueries(), marks(), prometheus.ruleQueries().stream())
        .flatMap(queries -> queries)
        .toList();
  }

  private static Stream<Query> panelQueries() {
    return Dashboard.all().stream().flatMap(each -> each.panelQueries().stream());
  }

  private static Stream<Query> marks() {
    return Dashboard.all().stream().flatMap(each -> each.annotationQueries().stream());
  }
}
