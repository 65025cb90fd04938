package io.postern.metrics;

import static io.postern.testing.SampleEvents.SESSION;
import static io.postern.testing.SampleEvents.command;
import static io.postern.testing.SampleEvents.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.event.RuleEffect;
import io.postern.event.SessionOutcome;
import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import io.postern.ftp.Verb;
import io.postern.ftp.Verdict;
import io.postern.testing.SampleEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayMetricsTest {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final GatewayMetrics metrics = new GatewayMetrics(registry);

  @Test
  void theSamplesHaveEveryKindOfEvent() {
    assertThat(SampleEvents.oneOfEach().stream().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(new HashSet<>(Arrays.asList(GatewayEvent.class.getPermittedSubclasses())));
  }

  @Test
  void publish_everyKind_isCounted() {
    SampleEvents.oneOfEach().forEach(metrics::publish);

    assertThat(lines())
        .contains(
            "postern_sessions_total{listener=\"ftp\",outcome=\"quit\"} 1.0",
            "postern_sessions_active{listener=\"ftp\"} 0.0",
            "postern_listeners_open{listener=\"ftp\"} 0.0",
            "postern_sessions_rejected_total{limit=\"sessions-per-client\",listener=\"ftp\"} 1.0",
            "postern_session_duration_seconds_count{listener=\"ftp\"} 1",
            "postern_server_connect_seconds_count{listener=\"ftp\"} 1",
            "postern_logins_total{listener=\"ftp\",result=\"accepted\"} 1.0",
            "postern_commands_total{listener=\"ftp\",verb=\"cwd\",verdict=\"allow\"} 1.0",
            "postern_command_seconds_count{kind=\"plain\",listener=\"ftp\"} 1",
            "postern_replies_total{class=\"2xx\",listener=\"ftp\",origin=\"server\"} 1.0",
            "postern_deviations_total{deviation=\"bare-lf\",stance=\"log\"} 1.0",
            "postern_limits_total{limit=\"idle-timeout\",listener=\"ftp\"} 1.0",
            "postern_rule_applied_total{effect=\"deny\",rule=\"no-active\"} 1.0",
            "postern_bans_total 1.0",
            "postern_admin_refused_total 1.0",
            "postern_policy_loads_total{result=\"accepted\",trigger=\"start\"} 1.0",
            "postern_policy_loads_total{result=\"rejected\",trigger=\"file\"} 1.0",
            "postern_policy_rules 2.0",
            "postern_rule_applied_total{effect=\"close\",rule=\"guessers\"} 0.0",
            "postern_rule_applied_total{effect=\"deny\",rule=\"default\"} 0.0",
            "postern_file_loads_total{result=\"accepted\",what=\"certificates\"} 1.0",
            "postern_file_loads_total{result=\"rejected\",what=\"users\"} 1.0",
            "postern_data_connections_total{end=\"completed\",listener=\"ftp\",mode=\"passive\"} 1.0",
            "postern_pinholes_predicted_total{listener=\"ftp\",mode=\"passive\"} 1.0",
            "postern_pinholes_opened_total{listener=\"ftp\",mode=\"passive\"} 1.0",
            "postern_pinholes_accepted_total{listener=\"ftp\",mode=\"passive\"} 1.0",
            "postern_pinholes_closed_total{end=\"used\",listener=\"ftp\",mode=\"passive\"} 1.0",
            "postern_connections_blocked_total{listener=\"ftp\",mode=\"passive\",reason=\"stranger\"} 2.0",
            "postern_opaque_data_total{end=\"completed\",listener=\"ftp\"} 1.0",
            "postern_opaque_data_bytes_total{listener=\"ftp\",to=\"client\"} 4096.0",
            "postern_opaque_data_bytes_total{listener=\"ftp\",to=\"server\"} 0.0",
            "postern_pinhole_wait_seconds_count{listener=\"ftp\"} 1",
            "postern_data_setup_seconds_count{listener=\"ftp\"} 1",
            "postern_transfers_total{direction=\"download\",listener=\"ftp\",mode=\"passive\",result=\"completed\"} 1.0",
            "postern_transfer_bytes_total{direction=\"download\",listener=\"ftp\",mode=\"passive\"} 1048576.0",
            "postern_transfer_duration_seconds_count{direction=\"download\",listener=\"ftp\",mode=\"passive\"} 1");
  }

  @Test
  void everyDeviation_isCountedByItsNameAndStance() {
    List<String> expected = new ArrayList<>();
    for (Deviation deviation : Deviation.values()) {
      for (Stance stance : deviation.permitted()) {
        metrics.publish(new GatewayEvent.DeviationSeen(SESSION, deviation, stance, ""));
        expected.add(
            "postern_deviations_total{deviation=\"%s\",stance=\"%s\"} 1.0"
                .formatted(deviation.label(), stance.name().toLowerCase(Locale.ROOT)));
      }
    }
    assertThat(lines()).containsAll(expected);
  }

  @Test
  void beforeAnyEvent_seriesAreThereWithZero() {
    assertThat(lines())
        .contains(
            "postern_bans_total 0.0",
            "postern_admin_refused_total 0.0",
            "postern_policy_loads_total{result=\"rejected\",trigger=\"signal\"} 0.0",
            "postern_file_loads_total{result=\"rejected\",what=\"certificates\"} 0.0");
  }

  @Test
  void listenerOpened_itsSeriesAreThereWithZero() {
    metrics.publish(new GatewayEvent.ListenerOpened("inside", "ftp", SampleEvents.LOCAL));

    assertThat(lines())
        .contains(
            "postern_listeners_open{listener=\"inside\"} 1.0",
            "postern_sessions_active{listener=\"inside\"} 0.0",
            "postern_sessions_total{listener=\"inside\",outcome=\"timed-out\"} 0.0",
            "postern_sessions_rejected_total{limit=\"sessions\",listener=\"inside\"} 0.0",
            "postern_sessions_rejected_total{limit=\"drained\",listener=\"inside\"} 0.0",
            "postern_pinholes_closed_total{end=\"expired\",listener=\"inside\",mode=\"active\"} 0.0",
            "postern_data_connections_total{end=\"client-reset\",listener=\"inside\",mode=\"active\"} 0.0",
            "postern_transfers_total{direction=\"upload\",listener=\"inside\",mode=\"active\",result=\"stalled\"} 0.0",
            "postern_limits_total{limit=\"data-ports\",listener=\"inside\"} 0.0",
            "postern_tls_handshakes_total{listener=\"inside\",result=\"failed\",side=\"server\"} 0.0",
            "postern_sessions_blind_total{listener=\"inside\"} 0.0",
            "postern_commands_total{listener=\"inside\",verb=\"stor\",verdict=\"deny\"} 0.0",
            "postern_logins_total{listener=\"inside\",result=\"refused\"} 0.0");
  }

  /** The README says how many; with them a gateway of 100 listeners can still be scraped. */
  @Test
  void listenerOpened_itsSeriesAreSomeHundreds() {
    metrics.publish(new GatewayEvent.ListenerOpened("inside", "ftp", SampleEvents.LOCAL));

    assertThat(ofListener()).hasSizeBetween(400, 600);
  }

  /** Each limit is either of the door or of sessions: a series that can never count misleads. */
  @Test
  void limits_areOfTheDoorOrOfSessions() {
    metrics.publish(new GatewayEvent.ListenerOpened("inside", "ftp", SampleEvents.LOCAL));

    Set<String> door = limitsOf("postern_sessions_rejected_total");
    Set<String> sessions = limitsOf("postern_limits_total");
    assertThat(door)
        .containsExactlyInAnyOrder("sessions", "sessions-per-client", "banned", "drained");
    assertThat(sessions).doesNotContainAnyElementsOf(door);
    assertThat(door.size() + sessions.size()).isEqualTo(Limit.values().length);
  }

  @Test
  void ftpListener_hasNoSeriesOfStreams() {
    metrics.publish(new GatewayEvent.ListenerOpened("inside", "ftp", SampleEvents.LOCAL));

    assertThat(families())
        .contains("postern_commands_total")
        .doesNotContain(
            "postern_ssh_refused_total", "postern_streams_total", "postern_stream_bytes_total");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "ssh", "http"})
  void plainListener_hasNoSeriesOfFtp(String protocol) {
    metrics.publish(new GatewayEvent.ListenerOpened("inside", protocol, SampleEvents.LOCAL));

    Set<String> expected =
        new HashSet<>(
            List.of(
                "postern_listeners_open",
                "postern_sessions_active",
                "postern_sessions_total",
                "postern_sessions_rejected_total",
                "postern_session_duration_seconds",
                "postern_server_connect_seconds",
                "postern_proxy_headers_refused_total",
                "postern_loops_refused_total",
                "postern_limits_total",
                "postern_streams_total",
                "postern_stream_bytes_total"));
    if (protocol.equals("ssh")) {
      expected.add("postern_ssh_refused_total");
    }
    assertThat(families()).isEqualTo(expected);
    assertThat(ofListener()).hasSizeBetween(60, 100);
  }

  @Test
  void histograms_haveFixedBounds() {
    metrics.publish(
        new GatewayEvent.CommandCompleted(
            SESSION, Verb.NOOP, "NOOP", "", Verdict.ALLOW, 200, "", Duration.ofMillis(3)));

    assertThat(lines())
        .contains(
            "postern_command_seconds_bucket{kind=\"plain\",listener=\"ftp\",le=\"0.001\"} 0",
            "postern_command_seconds_bucket{kind=\"plain\",listener=\"ftp\",le=\"0.005\"} 1",
            "postern_command_seconds_bucket{kind=\"plain\",listener=\"ftp\",le=\"+Inf\"} 1");
  }

  @Test
  void commandWithoutReply_isCountedButNotTimed() {
    metrics.publish(command(Verb.RETR, "RETR", "x", 0));

    assertThat(lines())
        .contains(
            "postern_commands_total{listener=\"ftp\",verb=\"retr\",verdict=\"allow\"} 1.0",
            "postern_command_seconds_count{kind=\"transfer\",listener=\"ftp\"} 0");
  }

  @Test
  void unknownVerbs_makeOneSeries() {
    metrics.publish(command(Verb.NOOP, "NOOP", "", 200));
    int before = lines().size();
    for (int i = 0; i < 1_000; i++) {
      metrics.publish(command(Verb.OTHER, "EVIL" + i, "x" + i, 500));
    }

    assertThat(lines()).hasSize(before + 1);
    assertThat(lines())
        .contains(
            "postern_commands_total{listener=\"ftp\",verb=\"other\",verdict=\"allow\"} 1000.0");
  }

  @Test
  void rulesOfManyPolicies_aboveTheMost_countTogether() {
    for (int i = 0; i < RuleMeters.MOST_RULES + 5; i++) {
      metrics.publish(observed("generated-" + i));
    }
    int full = lines().size();
    metrics.publish(observed("one-more"));
    metrics.publish(observed("generated-0"));

    assertThat(lines()).hasSize(full);
    assertThat(lines())
        .contains(
            "postern_rule_applied_total{effect=\"observe\",rule=\"(other)\"} 6.0",
            "postern_rule_applied_total{effect=\"observe\",rule=\"generated-0\"} 2.0");
  }

  @Test
  void impossibleReplyCode_isLeftAlone() {
    metrics.publish(new GatewayEvent.ListenerOpened("ftp", "ftp", SampleEvents.LOCAL));
    int before = lines().size();

    metrics.publish(new GatewayEvent.ReplySent(SESSION, 0, true));
    metrics.publish(new GatewayEvent.ReplySent(SESSION, 999, true));

    assertThat(lines()).hasSize(before);
  }

  @Test
  void activeSessions_followOpenedAndClosed() {
    metrics.publish(new GatewayEvent.SessionOpened(SESSION, SampleEvents.LOCAL));
    metrics.publish(new GatewayEvent.SessionOpened(SESSION, SampleEvents.LOCAL));
    metrics.publish(
        new GatewayEvent.SessionClosed(
            SESSION, SessionOutcome.TIMED_OUT, "idle", Duration.ofMinutes(15), 0));

    assertThat(lines())
        .contains(
            "postern_sessions_active{listener=\"ftp\"} 1.0",
            "postern_sessions_total{listener=\"ftp\",outcome=\"timed-out\"} 1.0");
  }

  @Test
  void transferWithoutDataConnection_hasAResultAndNoBytes() {
    metrics.publish(transfer(Verb.STOR, 425, null));

    assertThat(lines())
        .contains(
            "postern_transfers_total{direction=\"upload\",listener=\"ftp\",mode=\"passive\",result=\"unreachable\"} 1.0",
            "postern_transfer_duration_seconds_count{direction=\"upload\",listener=\"ftp\",mode=\"passive\"} 0");
  }

  @Test
  void transferBytes_areThoseOfBothWays() {
    metrics.publish(
        transfer(
            Verb.STOR,
            226,
            new DataStats(DataEnd.COMPLETED, 1_000, 7, Duration.ZERO, Duration.ofMillis(1), "")));

    assertThat(lines())
        .contains(
            "postern_transfer_bytes_total{direction=\"upload\",listener=\"ftp\",mode=\"passive\"} 1007.0");
  }

  @Test
  void show_readsTheSuppliersAtEveryScrape() {
    AtomicInteger value = new AtomicInteger(1);
    metrics.show(
        new Readings(
            List.of(new PortsReading("ftp", 1_000, value::get)),
            500,
            700,
            value::get,
            value::get,
            value::get,
            value::get,
            value::get,
            Map.of("ftps", value::get),
            List.of(
                new ServerReading(
                    "main", "ftp1:21", () -> value.get() == 42, () -> false, value::get)),
            "1.2.3"));
    metrics.showTraffic("ftp", value::get, () -> 2L * value.get());
    metrics.showLoops(List.of(() -> 0.25, () -> value.get() / 100.0));
    System.gc(); // The registry's weak references must not be the only ones.

    value.set(42);

    assertThat(lines())
        .contains(
            "postern_data_ports{listener=\"ftp\"} 1000.0",
            "postern_data_ports_in_use{listener=\"ftp\"} 42.0",
            "postern_sessions_limit 500.0",
            "postern_pinholes_limit 700.0",
            "postern_relayed_bytes_total{listener=\"ftp\",to=\"server\"} 42.0",
            "postern_relayed_bytes_total{listener=\"ftp\",to=\"client\"} 84.0",
            "postern_event_loop_delay_seconds{loop=\"0\"} 0.25",
            "postern_event_loop_delay_seconds{loop=\"1\"} 0.42",
            "postern_pinholes_waiting 42.0",
            "postern_data_connections_running 42.0",
            "postern_bans_active 42.0",
            "postern_policy_generation 42.0",
            "postern_audit_lost_total 42.0",
            "postern_certificate_expiry_timestamp_seconds{listener=\"ftps\"} 42.0",
            "postern_pool_server_sessions{pool=\"main\",server=\"ftp1:21\"} 42.0",
            "postern_pool_server_up{pool=\"main\",server=\"ftp1:21\"} 1.0",
            "postern_pool_server_drained{pool=\"main\",server=\"ftp1:21\"} 0.0",
            "postern_pool_probe_failures_total{pool=\"main\",server=\"ftp1:21\"} 0.0",
            "postern_build_info{version=\"1.2.3\"} 1");
  }

  private static GatewayEvent observed(String rule) {
    return new GatewayEvent.RuleApplied(
        SESSION, "stor", RuleEffect.OBSERVE, rule, "s1-1", "", null, null, "");
  }

  private Set<String> ofListener() {
    return lines().stream()
        .filter(line -> line.contains("listener=\"inside\""))
        .collect(Collectors.toSet());
  }

  private Set<String> families() {
    return ofListener().stream()
        .map(line -> line.replaceFirst("(_seconds)?(_(bucket|count|sum|max))?\\{.*", "$1"))
        .collect(Collectors.toSet());
  }

  private Set<String> limitsOf(String family) {
    return ofListener().stream()
        .filter(line -> line.startsWith(family + "{"))
        .map(line -> line.replaceFirst(".*limit=\"([^\"]*)\".*", "$1"))
        .collect(Collectors.toSet());
  }

  private Set<String> lines() {
    return registry.scrape().lines().collect(Collectors.toSet());
  }
}
