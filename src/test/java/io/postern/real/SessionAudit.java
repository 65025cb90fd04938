package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.DataMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * What the gateway's audit log says of one session.
 *
 * @param lines those of the session
 */
record SessionAudit(List<String> lines) {

  private static final Duration TOLD = Duration.ofSeconds(10);

  /** Waits for the end of the session and takes what has been told of it. */
  static SessionAudit await(Supplier<List<String>> lines) {
    Supplier<SessionAudit> now = () -> new SessionAudit(lines.get());
    Awaitility.await()
        .atMost(TOLD)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> now.get().count("session-closed") > 0);
    return now.get();
  }

  /** One transfer went through one pinhole, of the client's mode. */
  void assertTransfer(DataMode of) {
    String mode = text("mode", of.name().toLowerCase(Locale.ROOT));
    assertThat(count("pinhole-accepted")).as("pinholes used, %s", lines).isEqualTo(1);
    assertThat(count("pinhole-accepted", mode)).isEqualTo(1);
    assertThat(count("transfer", mode, text("result", "completed"), text("end", "completed")))
        .as("transfers, %s", lines)
        .isEqualTo(1);
  }

  /** How many lines of the event have all of these parts. */
  long count(String event, String... parts) {
    return lines.stream()
        .filter(line -> line.contains(text("event", event)))
        .filter(line -> List.of(parts).stream().allMatch(line::contains))
        .count();
  }

  /** A part of a line. */
  static String text(String key, String value) {
    return "\"%s\":\"%s\"".formatted(key, value);
  }
}
