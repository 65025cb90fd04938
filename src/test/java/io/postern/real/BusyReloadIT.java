package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Closing;
import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Needs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The rules are loaded anew under 200 busy sessions: half send command after command, a quarter are
 * in the middle of an upload, a quarter in the middle of a download. None is lost, and each one's
 * next command meets the new rules.
 */
@Needs(linux = true)
@Timeout(180)
class BusyReloadIT {

  private static final int SESSIONS = 200;
  private static final int ROUNDS = 3;
  private static final int SMALL_BYTES = 20_000;
  private static final int LARGE_BYTES = 4 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OLD = 550;
  private static final int NEW = 553;

  private final Closing closing = new Closing();
  private final CountDownLatch busy = new CountDownLatch(SESSIONS);
  private final CountDownLatch reloaded = new CountDownLatch(1);
  private final byte[] small = bytes(SMALL_BYTES);
  private final byte[] large = bytes(LARGE_BYTES);
  private ServedFolder served;
  private Path rules;
  private InetSocketAddress entrance;
  private ApacheFtp server;
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws IOException {
    served = closing.add(ServedFolder.create());
    Files.write(served.file("small"), small);
    Files.write(served.file("large"), large);
    server = closing.add(new ApacheFtp(served, FreePorts.on("127.0.0.3")));
    rules = served.home().resolve("rules.yaml");
    write(OLD);
    entrance = FreePorts.on("127.0.0.2");
    gateway =
        closing.add(
            GatewayProcess.configured(
                served.home(),
                """
                listeners: [{listen: "%s", server: "%s"}]
                limits: {sessions-per-client: 1000}
                rules: {file: %s, check-every: 1d}
                """
                    .formatted(
                        GatewayProcess.text(entrance),
                        GatewayProcess.text(server.address()),
                        rules)));
  }

  @AfterEach
  void stop() {
    closing.close();
  }

  @Test
  void reload_underBusySessions_losesNoneAndAppliesToEachOnesNextCommand() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
    try {
      List<Future<Void>> sessions = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        sessions.add(threads.submit(session(i)));
      }
      awaitBusy(sessions);
      write(NEW);
      assertThat(gateway.post("/reload").statusCode()).isEqualTo(200);
      reloaded.countDown();
      for (Future<Void> session : sessions) {
        session.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(gateway.metrics().sum("postern_policy_generation")).isEqualTo(2);
    assertThat(gateway.metrics().sum("postern_sessions_total", "outcome=\"quit\""))
        .isEqualTo(SESSIONS);
    assertThat(gateway.metrics().sum("postern_transfers_total", "result=\"completed\""))
        .isEqualTo(gateway.metrics().sum("postern_transfers_total"));
  }

  private void awaitBusy(List<Future<Void>> sessions) throws Exception {
    while (!busy.await(100, TimeUnit.MILLISECONDS)) {
      for (Future<Void> session : sessions) {
        if (session.isDone()) {
          session.get(); // none ends before the reload, unless it failed
        }
      }
    }
  }

  private Callable<Void> session(int number) {
    return () -> {
      FTPClient client = new FTPClient();
      try {
        logIn(client);
        switch (number % 4) {
          case 0 -> upload(client, "up" + number);
          case 1 -> download(client);
          default -> commands(client);
        }
        for (int i = 0; i < ROUNDS; i++) {
          assertThat(refusal(client)).isEqualTo(NEW);
          round(client);
        }
        assertThat(client.quit()).isEqualTo(221);
        return null;
      } finally {
        client.disconnect();
      }
    };
  }

  private void logIn(FTPClient client) throws IOException {
    client.setConnectTimeout((int) PATIENCE.toMillis());
    client.setDefaultTimeout((int) PATIENCE.toMillis());
    client.setDataTimeout(PATIENCE);
    client.connect(entrance.getAddress(), entrance.getPort());
    assertThat(client.login(server.user(), server.password())).as(client.getReplyString()).isTrue();
    assertThat(client.setFileType(FTP.BINARY_FILE_TYPE)).isTrue();
    client.enterLocalPassiveMode();
    assertThat(refusal(client)).isEqualTo(OLD);
  }

  /** Half of the file goes before the reload. */
  private void upload(FTPClient client, String name) throws Exception {
    try (OutputStream out = client.storeFileStream("files/" + name)) {
      out.write(large, 0, LARGE_BYTES / 2);
      out.flush();
      busy.countDown();
      reloaded.await();
      out.write(large, LARGE_BYTES / 2, LARGE_BYTES - LARGE_BYTES / 2);
    }
    assertThat(client.completePendingCommand()).as(client.getReplyString()).isTrue();
    assertThat(Files.readAllBytes(served.file(name))).isEqualTo(large);
  }

  /** All but the first kilobyte is read after the reload. */
  private void download(FTPClient client) throws Exception {
    ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    try (InputStream in = client.retrieveFileStream("files/large")) {
      arrived.write(in.readNBytes(1_000));
      busy.countDown();
      reloaded.await();
      in.transferTo(arrived);
    }
    assertThat(client.completePendingCommand()).as(client.getReplyString()).isTrue();
    assertThat(arrived.toByteArray()).isEqualTo(large);
  }

  /** Command after command and file after file, until the reload is done. */
  private void commands(FTPClient client) throws Exception {
    boolean told = false;
    int last = OLD;
    while (reloaded.getCount() > 0) {
      int now = refusal(client);
      assertThat(now).as("after %d", last).isIn(last, NEW);
      last = now;
      round(client);
      if (!told) {
        busy.countDown();
        told = true;
      }
    }
  }

  private void round(FTPClient client) throws IOException {
    assertThat(client.noop()).isEqualTo(200);
    ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    assertThat(client.retrieveFile("files/small", arrived)).as(client.getReplyString()).isTrue();
    assertThat(arrived.toByteArray()).isEqualTo(small);
  }

  /** The code by which the rules in force refuse MKD. */
  private static int refusal(FTPClient client) throws IOException {
    return client.mkd("x");
  }

  private void write(int code) throws IOException {
    Files.writeString(
        rules,
        "rules: [{id: no-mkd, when: {verb: mkd}, then: {deny: %d Not here.}}]%n".formatted(code));
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new SplittableRandom(count).nextBytes(bytes);
    return bytes;
  }
}
