package io.postern.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.testing.TestCertificate;
import io.postern.tls.KeyFiles;
import io.postern.tls.TlsEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the load shakes hands as it is told, and takes nothing else for it. */
final class TlsLoadTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir private Path folder;

  @ParameterizedTest
  // With the JDK and TLS 1.3 data connections get no tickets: only the first could resume.
  @CsvSource({"JDK,TLSv1.2", "BORINGSSL,TLSv1.2", "BORINGSSL,TLSv1.3"})
  void handshakes_fullAndResumed_areCounted(TlsEngine engine, String version) throws Exception {
    try (AcceptorProcess acceptor = acceptor(engine);
        TlsLoad load = new TlsLoad()) {
      load.handshakes(address(acceptor.resumed()), version, true, 1, Duration.ZERO);
      Load.Rate full = load.handshakes(address(acceptor.full()), version, false, 2, SHORT);
      Load.Rate resumed = load.handshakes(address(acceptor.resumed()), version, true, 2, SHORT);
      assertThat(full.count()).isGreaterThanOrEqualTo(2);
      assertThat(resumed.count()).isGreaterThanOrEqualTo(2);
      assertThat(resumed.nanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
    }
  }

  @Test
  void handshakes_withNothingToResume_fail() throws Exception {
    try (AcceptorProcess acceptor = acceptor(TlsEngine.BORINGSSL);
        TlsLoad load = new TlsLoad()) {
      InetSocketAddress full = address(acceptor.full());
      assertThatThrownBy(() -> load.handshakes(full, "TLSv1.3", true, 1, Duration.ofSeconds(20)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("resumed: false");
    }
  }

  private AcceptorProcess acceptor(TlsEngine engine) throws Exception {
    TestCertificate.get().write(folder);
    return AcceptorProcess.start(
        engine, new KeyFiles(folder.resolve("chain.pem"), folder.resolve("key.pem")));
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
