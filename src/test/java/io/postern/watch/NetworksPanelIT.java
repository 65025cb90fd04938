package io.postern.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Needs;
import io.postern.testing.Program;
import io.postern.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the panel of refused networks shows, asked of promtool with the dashboard's own query. */
@Needs(programs = "promtool", linux = true)
class NetworksPanelIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The query's range is 5 minutes: the samples from the fifth on. */
  private static final String CASES =
      """
      evaluation_interval: 1m
      tests:
        - interval: 1m
          input_series:
            - series: 'postern_refused_by_network_total{instance="gw",network="restarted",at="door"}'
              values: '100 100 100 100 100 100 1 2 3 4 5'
            - series: 'postern_refused_by_network_total{instance="gw",network="new",at="login"}'
              values: '_x6 3 3 3 3'
            - series: 'postern_refused_by_network_total{instance="gw",network="steady",at="data-port"}'
              values: '0+2x10'
            - series: 'postern_refused_by_network_total{instance="gw",network="quiet",at="door"}'
              values: '9x10'
          promql_expr_test:
            - expr: '%s'
              eval_time: 10m
              exp_samples:
                - {labels: '{network="restarted",at="door"}', value: 5}
                - {labels: '{network="new",at="login"}', value: 3}
                - {labels: '{network="steady",at="data-port"}', value: 10}
      """;

  @TempDir private Path folder;

  @Test
  void networks_areThoseOfTheTimeShown_newOnesAndThoseBeforeARestartToo() throws IOException {
    Path cases = Files.writeString(folder.resolve("cases.yml"), CASES.formatted(query().asked()));
    List<String> command =
        List.of(Programs.path("promtool").toString(), "test", "rules", cases.toString());
    try (Program program = Program.start(folder.resolve("promtool.log"), command)) {
      int exit = program.awaitExit(PATIENCE);
      assertThat(exit).as(program.output()).isZero();
    }
  }

  private static Query query() {
    return Dashboard.all().get(1).panelQueries().stream()
        .filter(query -> query.expression().contains("postern_refused_by_network_total"))
        .findFirst()
        .orElseThrow();
  }
}
