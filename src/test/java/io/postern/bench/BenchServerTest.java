package io.postern.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.junit.jupiter.api.Test;

/** The benchmark's own server and load, so that they can't rot. */
final class BenchServerTest {

  private static final Duration SHORT = Duration.ofMillis(100);
  private static final long LARGE_BYTES = 70L << 20;

  @Test
  void aRealClientDownloadsAndUploads() throws IOException {
    try (BenchServer server = BenchServer.start(0)) {
      FTPClient client = new FTPClient();
      client.connect(InetAddress.getLoopbackAddress(), server.port());
      assertThat(client.login("any", "any")).isTrue();
      client.enterLocalPassiveMode();
      assertThat(client.setFileType(FTP.BINARY_FILE_TYPE)).isTrue();
      try (InputStream file = client.retrieveFileStream("100000")) {
        assertThat(file.transferTo(OutputStream.nullOutputStream())).isEqualTo(100_000);
      }
      assertThat(client.completePendingCommand()).isTrue();
      assertThat(client.storeFile("x", new ByteArrayInputStream(new byte[300_000]))).isTrue();
      assertThat(client.logout()).isTrue();
      client.disconnect();
    }
  }

  @Test
  void theLoadRunsEveryMeasure() throws IOException {
    try (BenchServer server = BenchServer.start(0);
        Load load = new Load()) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
      assertThat(load.sessions(address, 4, SHORT).count()).isPositive();
      Load.Latency latency = load.commands(address, 2, SHORT);
      assertThat(latency.rate().count()).isPositive();
      assertThat(latency.p99Nanos()).isGreaterThanOrEqualTo(latency.p50Nanos());
      assertThat(load.downloads(address, 2, SHORT, LARGE_BYTES).count())
          .isGreaterThanOrEqualTo(2 * LARGE_BYTES);
      assertThat(load.uploads(address, 2, SHORT, LARGE_BYTES).count())
          .isGreaterThanOrEqualTo(2 * LARGE_BYTES);
      load.idle(address, 20);
      load.idle(address, 0);
    }
  }
}
