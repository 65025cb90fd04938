package io.postern.metrics;

import static io.postern.testing.SampleEvents.EXPECTATION;
import static io.postern.testing.SampleEvents.PORT;
import static io.postern.testing.SampleEvents.SESSION;
import static io.postern.testing.SampleEvents.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.postern.event.BlockReason;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkMetersTest {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private long now;
  private final GatewayMetrics metrics = new GatewayMetrics(registry, () -> now);

  @Test
  void refusals_countByNetworkAndPlace() {
    blocked("203.0.113.66");
    blocked("203.0.113.9");
    metrics.publish(
        new GatewayEvent.SessionRejected("ftp", endpoint("203.0.113.7", 1), Limit.BANNED));
    metrics.publish(new GatewayEvent.LoginAnswered(SESSION, false, 530));
    metrics.publish(new GatewayEvent.LoginAnswered(SESSION, true, 230));
    blocked("2001:db8:1:2::3");

    assertThat(series())
        .contains(
            "postern_refused_by_network_total{at=\"data-port\",network=\"203.0.113.0/24\"} 2.0",
            "postern_refused_by_network_total{at=\"door\",network=\"203.0.113.0/24\"} 1.0",
            "postern_refused_by_network_total{at=\"login\",network=\"192.0.2.0/24\"} 1.0",
            "postern_refused_by_network_total{at=\"data-port\",network=\"2001:db8:1::/48\"} 1.0");
  }

  @Test
  void manyNetworks_makeNoMoreSeriesThanTen() {
    for (int i = 0; i < 5_000; i++) {
      blocked("10." + i / 250 + "." + i % 250 + ".1");
    }

    assertThat(networks()).hasSize(NetworkMeters.SHOWN);
  }

  @Test
  void heavierNetwork_takesAPlaceOnlyAfterAnHour() {
    for (int i = 0; i < NetworkMeters.SHOWN; i++) {
      blocked("10.0." + i + ".1");
      blocked("10.0." + i + ".1");
    }
    blocked("10.0.1.1");
    for (int i = 0; i < 100; i++) {
      blocked("198.51.100.7");
    }
    assertThat(networks()).doesNotContain("198.51.100.0/24");

    now += NetworkMeters.STAYS.toNanos();
    blocked("198.51.100.7");

    assertThat(networks()).contains("198.51.100.0/24", "10.0.1.0/24").hasSize(NetworkMeters.SHOWN);
  }

  @Test
  void lighterNetwork_takesNoPlace() {
    for (int i = 0; i < NetworkMeters.SHOWN; i++) {
      for (int times = 0; times < 20; times++) {
        blocked("10.0." + i + ".1");
      }
    }
    now += NetworkMeters.STAYS.toNanos();
    blocked("198.51.100.7");

    assertThat(networks()).doesNotContain("198.51.100.0/24");
  }

  /** Weights halve each hour: what was heavy once does not keep its place for ever. */
  @Test
  void yesterdaysNetwork_givesWay() {
    for (int i = 0; i < NetworkMeters.SHOWN; i++) {
      for (int times = 0; times < 1_000; times++) {
        blocked("10.0." + i + ".1");
      }
    }
    for (int hour = 0; hour < 12; hour++) {
      now += NetworkMeters.STAYS.toNanos();
      blocked("198.51.100.7");
    }

    assertThat(networks()).contains("198.51.100.0/24");
  }

  /** A steady one among many that come once is found, though the table has no place for all. */
  @Test
  void steadyNetwork_isFoundAmongMany() {
    for (int i = 0; i < NetworkMeters.SHOWN; i++) {
      blocked("192.168." + i + ".1");
    }
    for (int i = 0; i < 10 * NetworkMeters.WEIGHED; i++) {
      blocked("10." + i / 250 + "." + i % 250 + ".1");
      if (i % 4 == 0) {
        blocked("198.51.100.7");
      }
    }
    now += NetworkMeters.STAYS.toNanos();
    blocked("198.51.100.7");

    assertThat(networks()).contains("198.51.100.0/24");
  }

  /**
   * Ten that come again and again, twenty times an hour, and a scan from networks of which each
   * comes once, five a second: whoever came first, at the end the ten are shown.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void steadyNetworks_areShown_inAWideScan(boolean scanIsFirst) {
    for (int second = 0; second < 3 * 3_600; second++) {
      now += Duration.ofSeconds(1).toNanos();
      for (int i = 0; i < 5 && (scanIsFirst || second >= 180); i++) {
        int stranger = 5 * second + i;
        blocked("10.%d.%d.1".formatted(stranger / 250, stranger % 250));
      }
      if (second % 18 == 0 && (!scanIsFirst || second >= 3_600)) {
        blocked("192.168." + second / 18 % 10 + ".1");
      }
    }

    assertThat(networks())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 10).mapToObj(i -> "192.168." + i + ".0/24").toList());
  }

  /** A full or drained gateway turns its own customers away. */
  @ParameterizedTest
  @EnumSource(
      value = Limit.class,
      names = {"SESSIONS", "SESSIONS_PER_CLIENT", "DRAINED"})
  void clientThatFindsNoRoom_isNoStranger(Limit limit) {
    metrics.publish(new GatewayEvent.SessionRejected("ftp", endpoint("203.0.113.7", 1), limit));

    assertThat(series()).isEmpty();
  }

  @Test
  void wrongTokens_countAtTheAdminPort() {
    metrics.publish(new GatewayEvent.AdminRefused(endpoint("203.0.113.7", 1), 1));
    metrics.publish(new GatewayEvent.AdminRefused(endpoint("203.0.113.8", 1), 0));
    metrics.publish(new GatewayEvent.AdminRefused(null, 2));

    assertThat(series())
        .contains("postern_refused_by_network_total{at=\"admin\",network=\"203.0.113.0/24\"} 2.0");
    assertThat(registry.scrape()).contains("\npostern_admin_refused_total 3.0\n");
  }

  private void blocked(String stranger) {
    metrics.publish(
        new GatewayEvent.ConnectionBlocked(
            SESSION, EXPECTATION, endpoint(stranger, 6_666), PORT, BlockReason.STRANGER));
  }

  private List<String> series() {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith("postern_refused_by_network_total"))
        .toList();
  }

  private List<String> networks() {
    return series().stream()
        .map(line -> line.replaceFirst(".*network=\"([^\"]*)\".*", "$1"))
        .distinct()
        .toList();
  }
}
