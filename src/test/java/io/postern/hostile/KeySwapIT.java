package io.postern.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.testing.TlsContexts;
import io.postern.testing.TlsVisit;
import io.postern.tls.KeyFiles;
import io.postern.tls.TestAuthority;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate changes while sessions run. */
@SuppressWarnings("NullAway.Init")
class KeySwapIT {

  private static final int TRANSFERS = 50;
  private static final int HALF = 100_000;
  private static final String NAME = "ftp.example.com";
  private static final String KEPT = "certificates not loaded";

  @TempDir static Path folder;

  private static final TestAuthority AUTHORITY = new TestAuthority("servers");
  private static KeyFiles files;
  private static TlsProcess process;

  @BeforeAll
  static void start() throws IOException {
    files = AUTHORITY.store(folder, "ftp", NAME);
    process =
        new TlsProcess(
            folder,
            "tls: {check-every: 100ms}",
            Map.of(
                "ftp",
                "{client: required, keys: [{chain: %s, key: %s}]}"
                    .formatted(files.chain(), files.key())));
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  @Test
  void fiftyTransfers_areNotHarmed_andNewSessionsGetTheNewCertificate() throws Exception {
    List<Transfer> transfers = new ArrayList<>();
    try {
      for (int i = 0; i < TRANSFERS; i++) {
        transfers.add(new Transfer(visit(), i % 2 == 0 ? "RETR file" : "STOR file"));
      }
      Certificate before = transfers.get(0).visit.client.peerCertificate();
      assertThat(shown()).isEqualTo(before);
      for (Transfer transfer : transfers) {
        transfer.half();
      }

      replace(AUTHORITY.store(folder, "next", NAME));
      await("the new certificate")
          .atMost(Duration.ofSeconds(20))
          .until(() -> !shown().equals(before));

      for (Transfer transfer : transfers) {
        transfer.half();
        transfer.end();
        // A session's later data connections resume what its control channel began with.
        Transfer another = new Transfer(transfer.visit, "RETR another");
        another.half();
        another.end();
      }
    } finally {
      transfers.forEach(transfer -> transfer.visit.close());
    }
  }

  @Test
  void brokenFiles_leaveTheOldCertificate_andAreToldOnce() throws Exception {
    Certificate before = shown();
    long already = told();
    Files.writeString(files.chain(), "no certificate");
    await("the refusal").atMost(Duration.ofSeconds(20)).until(() -> told() > already);

    // Several looks at the same broken file.
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(20))
        .until(() -> told() == already + 1 && shown().equals(before));

    replace(AUTHORITY.store(folder, "next", NAME));
    await("the mended files").atMost(Duration.ofSeconds(20)).until(() -> !shown().equals(before));
  }

  /** As {@code mv} does it: never half a file. */
  private static void replace(KeyFiles next) throws IOException {
    Files.move(next.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.move(next.chain(), files.chain(), StandardCopyOption.REPLACE_EXISTING);
  }

  private static long told() {
    return process.gateway().program().output().lines().filter(l -> l.contains(KEPT)).count();
  }

  /** What a new session is shown. */
  private static Certificate shown() throws IOException {
    try (TlsVisit visit = visit().greet().secure()) {
      return visit.client.peerCertificate();
    }
  }

  private static TlsVisit visit() throws IOException {
    return process.visit("ftp", TlsContexts.believing());
  }

  /** One that has begun. */
  private static final class Transfer {

    private final TlsVisit visit;
    private final boolean upload;
    private final Socket server;
    private final SSLSocket client;

    Transfer(TlsVisit visit, String command) throws IOException {
      this.visit = visit;
      if (visit.client.protocol().isEmpty()) {
        visit.begin("TLSv1.3");
      }
      this.upload = command.startsWith("STOR");
      Socket raw = visit.connect(visit.passive());
      this.server = visit.transfer(command);
      this.client = visit.client.resume(raw);
      client.startHandshake();
    }

    void half() throws IOException {
      Socket sender = upload ? client : server;
      Socket receiver = upload ? server : client;
      sender.getOutputStream().write(new byte[HALF]);
      assertThat(receiver.getInputStream().readNBytes(HALF)).hasSize(HALF);
    }

    void end() throws IOException {
      (upload ? client : server).shutdownOutput();
      assertThat((upload ? server : client).getInputStream().read()).isEqualTo(-1);
      server.close();
      client.close();
      visit.server.type("226 done");
      assertThat(visit.client.line()).isEqualTo("226 done");
    }
  }
}
