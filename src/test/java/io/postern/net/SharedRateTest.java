package io.postern.net;

import static io.postern.net.LimitedGateway.ANN;
import static io.postern.net.LimitedGateway.address;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two sessions share a rate. How even the pace is, PacingTest measures. */
@Timeout(60)
class SharedRateTest {

  private static final int RATE = 1_000_000;
  private static final int EACH = 2_000_000;

  private LimitedGateway gateway;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @BeforeEach
  void start() throws Exception {
    gateway = new LimitedGateway();
  }

  @AfterEach
  void stop() throws Exception {
    threads.shutdownNow();
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes-per-second, 127.0.0.11, ann, false",
    "bytes-per-second-per-user, 127.0.0.12, Ann, true",
    "bytes-per-second-per-user, 127.0.0.11, bob, false",
    "bytes-per-second-per-client, 127.0.0.11, bob, true",
    "bytes-per-second-per-client, 127.0.0.12, ann, false",
  })
  void rate_ofTwoDownloads(String limit, String client, String user, boolean shared)
      throws Exception {
    gateway.rules(1, limit + ": " + RATE);
    try (TypingClient one = gateway.enter(ANN, "ann");
        TypingClient other = gateway.enter(address(client), user)) {
      CyclicBarrier together = new CyclicBarrier(3);
      List<Future<Void>> downloads =
          List.of(
              threads.submit(download(one, together)), threads.submit(download(other, together)));

      together.await();
      long began = System.nanoTime();
      for (Future<Void> download : downloads) {
        download.get();
      }
      double seconds = (System.nanoTime() - began) / 1e9;

      double rate = 2 * EACH / seconds;
      assertThat(rate).isCloseTo(shared ? RATE : 2.0 * RATE, Percentage.withPercentage(15));
    }
  }

  private static Callable<Void> download(TypingClient client, CyclicBarrier together) {
    return () -> {
      together.await();
      try (Socket data = client.transfer("RETR " + EACH)) {
        InputStream in = data.getInputStream();
        assertThat(in.readAllBytes()).hasSize(EACH);
      }
      assertThat(client.reply()).startsWith("226 ");
      return null;
    };
  }
}
