package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * What the gateway's audit log says of one row: of a row that is served, that TLS stood where the
 * stance has it, with the row's version, and that one transfer went through one pinhole of the
 * row's mode, or through one opaque data connection.
 *
 * @param lines those of the row's session
 */
record FtpsAudit(FtpsCase row, List<String> lines) {

  private static final Duration TOLD = Duration.ofSeconds(10);

  /** Waits for the end of the session and takes what has been told of it. */
  static FtpsAudit await(FtpsCase row, Supplier<List<String>> lines) {
    Supplier<FtpsAudit> now = () -> new FtpsAudit(row, lines.get());
    Awaitility.await()
        .atMost(TOLD)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> now.get().count("session-closed") > 0);
    return now.get();
  }

  /** The client's data connection was refused because it resumed nothing. */
  void assertRefusedForNotResuming() {
    String code = "\"code\":522";
    assertThat(count("transfer", code, text("result", "aborted"), text("end", "not-resumed")))
        .as("refused, %s", lines)
        .isEqualTo(1);
  }

  void assertServed() {
    assertThat(count("session-opened")).as("sessions, %s", lines).isEqualTo(1);
    assertThat(count("tls-failed")).as("failed TLS, %s", lines).isZero();
    assertTls("client", row.stance().hasOwnCertificate());
    assertTls("server", row.stance().hasServerTls());
    if (row.stance() == FtpsStance.OPAQUE) {
      assertThat(count("session-blind")).as("blind, %s", lines).isEqualTo(1);
      // Reset at their end where a peer closes before it has read the other's close_notify.
      assertThat(count("opaque-data-closed")).as("data connections, %s", lines).isEqualTo(1);
      assertThat(count("login")).as("logins seen, %s", lines).isZero();
    } else {
      assertTransfer();
    }
  }

  private void assertTls(String side, boolean has) {
    long told =
        count(
            "tls-started",
            text("side", side),
            text("protocol", row.version().protocol()),
            "\"resumed\":false");
    assertThat(told).as("TLS with the %s, %s", side, lines).isEqualTo(has ? 1 : 0);
    assertThat(count("tls-started", text("side", side))).isEqualTo(told);
  }

  private void assertTransfer() {
    String mode = text("mode", row.form().mode().name().toLowerCase(Locale.ROOT));
    assertThat(count("pinhole-accepted")).as("pinholes used, %s", lines).isEqualTo(1);
    assertThat(count("pinhole-accepted", mode)).isEqualTo(1);
    assertThat(count("transfer", mode, text("result", "completed"), text("end", "completed")))
        .as("transfers, %s", lines)
        .isEqualTo(1);
  }

  private long count(String event, String... parts) {
    return lines.stream()
        .filter(line -> line.contains(text("event", event)))
        .filter(line -> List.of(parts).stream().allMatch(line::contains))
        .count();
  }

  private static String text(String key, String value) {
    return "\"%s\":\"%s\"".formatted(key, value);
  }
}
