package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;

/**
 * What the gateway's audit log has to say of one row: that TLS stood where the stance has it, with
 * the row's version, and that one transfer went through one pinhole of the row's mode.
 *
 * @param lines those of the row's session
 */
record FtpsAudit(FtpsCase row, List<String> lines) {

  /** Whether the session is over, and so all of it told. */
  boolean isWhole() {
    return count("session-closed") > 0;
  }

  void assertTold() {
    assertThat(count("session-opened")).as("sessions, %s", lines).isEqualTo(1);
    assertThat(count("tls-failed")).as("failed TLS, %s", lines).isZero();
    assertTls("client", row.stance().hasOwnCertificate());
    assertTls("server", row.stance().hasServerTls());
    if (row.stance() == FtpsStance.OPAQUE) {
      assertThat(count("session-blind")).as("blind, %s", lines).isEqualTo(1);
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
