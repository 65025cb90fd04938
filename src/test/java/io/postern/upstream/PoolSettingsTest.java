package io.postern.upstream;

import static io.postern.upstream.Sample.A;
import static io.postern.upstream.Sample.B;
import static io.postern.upstream.Sample.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ranges of the settings. */
class PoolSettingsTest {

  @ParameterizedTest
  @CsvSource({"'', 21", "host, 0", "host, 65536", "host, -1"})
  void server_outOfRange_isRefused(String host, int port) {
    assertThatThrownBy(() -> new Server(host, port)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"ftp.example, ftp.example:21", "192.0.2.1, 192.0.2.1:21", "::1, [::1]:21"})
  void server_isWrittenAsInSettings(String host, String text) {
    assertThat(new Server(host, 21)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, weight", "1001, 0, weight", "1, -1, sessions", "1, 1000001, sessions"})
  void serverSettings_outOfRange_areRefused(int weight, int sessions, String name) {
    assertThatThrownBy(() -> new ServerSettings(A, weight, sessions))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name);
  }

  @ParameterizedTest
  @CsvSource({
    "99ms, 1s, 1, 1, 1m, 0, every",
    "3601s, 1s, 1, 1, 2h, 0, every",
    "1s, 99ms, 1, 1, 1m, 0, timeout",
    "1s, 61s, 1, 1, 1m, 0, timeout",
    "1s, 1s, 0, 1, 1m, 0, fall",
    "1s, 1s, 101, 1, 1m, 0, fall",
    "1s, 1s, 1, 0, 1m, 0, rise",
    "1s, 1s, 1, 101, 1m, 0, rise",
    "10s, 1s, 1, 1, 9s, 0, the longest back-off",
    "10s, 1s, 1, 1, 25h, 0, the longest back-off",
    "1s, 1s, 1, 1, 1m, -0.1, jitter",
    "1s, 1s, 1, 1, 1m, 0.91, jitter",
    "1s, 1s, 1, 1, 1m, NaN, jitter",
  })
  void healthSettings_outOfRange_areRefused(
      String every, String timeout, int fall, int rise, String most, double jitter, String name) {
    assertThatThrownBy(
            () ->
                new HealthSettings(
                    duration(every),
                    duration(timeout),
                    fall,
                    rise,
                    duration(most),
                    jitter,
                    true,
                    ProbeSettings.GREETING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name);
  }

  @Test
  void pool_needsANameAndServersThatDiffer() {
    refused("", List.of(new ServerSettings(A)), "no name");
    refused("main", List.of(), "the number of servers 0");
    refused("main", List.of(new ServerSettings(A), new ServerSettings(A, 2, 0)), "twice");
  }

  @ParameterizedTest
  @CsvSource({"-1s, 0, slow-start", "3601s, 0, slow-start", "0s, -1, retries", "0s, 11, retries"})
  void pool_outOfRange_isRefused(String slowStart, int retries, String name) {
    assertThatThrownBy(
            () ->
                new PoolSettings(
                    "main",
                    List.of(new ServerSettings(A)),
                    Choice.ROUND_ROBIN,
                    List.of(),
                    Optional.empty(),
                    duration(slowStart),
                    retries))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name);
  }

  @Test
  void users_goWithTheChoiceByUser() {
    refused(Choice.USER, List.of(), "users go with");
    refused(Choice.ROUND_ROBIN, List.of(route("bob", A)), "users go with");
    refused(Choice.USER, List.of(route("bob", A), route("*", B)), "b.example:21");
  }

  private static void refused(String name, List<ServerSettings> servers, String message) {
    assertThatThrownBy(
            () ->
                new PoolSettings(
                    name,
                    servers,
                    Choice.ROUND_ROBIN,
                    List.of(),
                    Optional.empty(),
                    Duration.ZERO,
                    0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static void refused(Choice choice, List<UserRoute> users, String message) {
    assertThatThrownBy(
            () ->
                new PoolSettings(
                    "main",
                    List.of(new ServerSettings(A)),
                    choice,
                    users,
                    Optional.empty(),
                    Duration.ZERO,
                    0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static Duration duration(String text) {
    String number = text.replaceAll("[a-z]+", "");
    return switch (text.substring(number.length())) {
      case "ms" -> Duration.ofMillis(Long.parseLong(number));
      case "s" -> Duration.ofSeconds(Long.parseLong(number));
      case "m" -> Duration.ofMinutes(Long.parseLong(number));
      case "h" -> Duration.ofHours(Long.parseLong(number));
      default -> throw new IllegalArgumentException(text);
    };
  }
}
