package io.postern.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Metrics;
import io.postern.testing.Needs;
import io.postern.testing.OpenFiles;
import io.postern.testing.TlsContexts;
import io.postern.testing.TlsVisit;
import io.postern.tls.KeyFiles;
import io.postern.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** D1 under TLS: a thousand peers that never come to the end of their ClientHello. */
@Needs(linux = true)
class DribbleIT {

  private static final int EACH = 500;
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);
  private static final Duration LATEST = Duration.ofSeconds(25);

  /** A session with both legs takes 4 KiB. */
  private static final long BYTES_A_PEER = 16 * 1024;

  private static final long FLAT_BYTES = 8 << 20;
  private static final Duration LOGIN = Duration.ofSeconds(5);
  private static final Duration GAP = Duration.ofSeconds(5);

  @TempDir static Path folder;

  @Test
  void aThousandDribblers_areEndedInTime_andHarmNobody() throws Exception {
    KeyFiles files = new TestAuthority("servers").store(folder, "ftp", "ftp.example.com");
    String keys = "keys: [{chain: %s, key: %s}]".formatted(files.chain(), files.key());
    String general =
        "limits: {sessions-per-client: 5000}\ntimeouts: {tls-handshake: %ds, linger: 1s}"
            .formatted(HANDSHAKE.toSeconds());
    Map<String, String> stances =
        Map.of(
            "implicit", "{client: implicit, %s}".formatted(keys),
            "explicit", "{client: required, %s}".formatted(keys),
            "others", "{client: required, %s}".formatted(keys));
    try (TlsProcess process = new TlsProcess(folder, general, stances);
        TlsVisit running = process.visit("others", TlsContexts.believing()).begin("TLSv1.3");
        Pump pump = new Pump(running);
        Dribblers dribblers = new Dribblers()) {
      process.greetAll("implicit");
      process.greetAll("explicit");
      pump.start();
      long descriptors = OpenFiles.descriptors(pid(process));
      long before = memory(process);

      dribblers.connect(process.listener("implicit"), EACH);
      dribblers.connectAndAsk(process.listener("explicit"), EACH);
      dribblers.dribble();
      long early = memory(process);
      assertThat(dribblers.connected()).as("all at once").isEqualTo(2 * EACH);
      assertThat(early - before).as("memory for all").isLessThan(2 * EACH * BYTES_A_PEER);
      assertThat(login(process)).as("a new login meanwhile").isLessThan(LOGIN);
      dribblers.dribble();
      assertThat(memory(process) - early).as("memory as bytes come").isLessThan(FLAT_BYTES);

      await("the end of all dribblers")
          .atMost(LATEST)
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                dribblers.dribble();
                return dribblers.connected() == 0;
              });
      assertThat(dribblers.lives())
          .hasSize(2 * EACH)
          .allSatisfy(life -> assertThat(life).isBetween(HANDSHAKE.minusSeconds(1), LATEST));
      assertThat(pump.stop()).as("the longest gap in a running transfer").isLessThan(GAP);
      assertThat(
              process.gateway().metrics().sum("postern_tls_handshakes_total", "result=\"failed\""))
          .isEqualTo(2 * EACH);
      await("all is released")
          .atMost(Duration.ofSeconds(10))
          .until(() -> OpenFiles.descriptors(pid(process)) <= descriptors);
    }
  }

  private static Duration login(TlsProcess process) throws IOException {
    long began = System.nanoTime();
    try (TlsVisit visit = process.visit("others", TlsContexts.believing())) {
      visit.begin("TLSv1.3").exchange("NOOP", "200 fine");
      return Duration.ofNanos(System.nanoTime() - began);
    }
  }

  /** What the process holds in its heap after a collection, and in Netty's buffers. */
  private static long memory(TlsProcess process) throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process collection =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid(process)), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(collection.waitFor()).isZero();
    Metrics metrics = process.gateway().metrics();
    return (long)
        (metrics.sum("jvm_memory_used_bytes", "area=\"heap\"")
            + metrics.sum("postern_buffer_bytes", "memory=\"direct\""));
  }

  private static long pid(TlsProcess process) {
    return process.gateway().program().pid();
  }
}
