package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.ftp.Protection;
import io.postern.real.FtpsCase.Task;
import io.postern.testing.Needs;
import io.postern.tls.TlsVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real servers × real clients × stances × set-up commands × PROT × versions of TLS × operations and
 * sizes, as {@link FtpsCases} chooses them. With {@code -Dpostern.direct=true} the clients go to
 * the servers directly.
 */
class FtpsIT {

  private static @Nullable FtpsSite running;

  /** The one of this run. */
  static FtpsSite site() {
    return Objects.requireNonNull(running);
  }

  @BeforeAll
  static void start() {
    running = FtpsSite.start();
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  @Nested
  @Needs(programs = "vsftpd", root = true, linux = true)
  class VsftpdServes extends FtpsMatrix {
    VsftpdServes() {
      super(FtpsServer.VSFTPD, FtpsServer.VSFTPD_REUSE, FtpsServer.VSFTPD_IMPLICIT);
    }

    @Needs(programs = "curl")
    @ParameterizedTest(name = "{0}")
    @MethodSource("io.postern.real.FtpsCases#large")
    void large(FtpsCase row, @TempDir Path work) throws IOException {
      check(row, work);
    }
  }

  @Nested
  @Needs(programs = "proftpd", files = "usr/lib/proftpd/mod_tls.so", root = true, linux = true)
  class ProFtpdServes extends FtpsMatrix {
    ProFtpdServes() {
      super(FtpsServer.PROFTPD, FtpsServer.PROFTPD_IMPLICIT);
    }
  }

  @Nested
  @Needs(
      programs = {"pure-ftpd", "pure-pw"},
      root = true,
      linux = true)
  class PureFtpdServes extends FtpsMatrix {
    PureFtpdServes() {
      super(FtpsServer.PURE_FTPD_2, FtpsServer.PURE_FTPD_3);
    }
  }

  @Nested
  @Needs(
      pythonModules = {"pyftpdlib", "OpenSSL"},
      linux = true)
  class PyFtpdServes extends FtpsMatrix {
    PyFtpdServes() {
      super(FtpsServer.PYFTPDLIB);
    }
  }

  /**
   * That these servers do refuse, so that the rows above say something: the client that resumes
   * nothing, without a gateway.
   */
  @Nested
  @Needs(
      programs = {"vsftpd", "proftpd"},
      files = "usr/lib/proftpd/mod_tls.so",
      root = true,
      linux = true)
  class WithoutAGateway {

    @Test
    void vsftpdRefusesADataConnectionThatDoesNotResume(@TempDir Path work) {
      assertRefused(FtpsServer.VSFTPD_REUSE, "522 SSL connection failed", work);
    }

    @Test
    void proFtpdRefusesADataConnectionThatDoesNotResume(@TempDir Path work) {
      assertRefused(FtpsServer.PROFTPD, "425 Unable to build data connection", work);
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void vsftpdTakesADataConnectionThatResumes(TlsVersion version, @TempDir Path work) {
      Visit visit = site().direct(FtpsServer.VSFTPD_REUSE, version, work);
      assertThat(new CommonsNet(true).list(visit, Operation.LIST)).contains("< 226 ");
    }

    private void assertRefused(FtpsServer server, String reply, Path work) {
      Visit visit = site().direct(server, TlsVersion.TLS_1_3, work);
      assertThatThrownBy(() -> new CommonsNet().list(visit, Operation.LIST))
          .hasMessageContaining(reply);
    }
  }

  /** A listener that demands of its clients what those servers demand of it. */
  @Nested
  @Needs(
      pythonModules = {"pyftpdlib", "OpenSSL"},
      linux = true)
  @DisabledIfSystemProperty(named = "postern.direct", matches = "true")
  class ResumedDataDemanded {

    @Needs(programs = "curl")
    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void aClientThatDoesNotResumeIsRefused(TlsVersion version, @TempDir Path work) {
      Curl curl = new Curl();
      FtpsCase row = row(curl, version);
      Seen seen = site().seen(row);
      String file = Size.ONE_MIB.fileName();
      Attempt attempt =
          curl.getWithoutResuming(site().visit(row, work), file, work.resolve("local"));
      // With TLS 1.2 curl's own handshake fails, and it doesn't read the 522 that comes then.
      assertThat(attempt.exit()).as(attempt.log()).isNotZero();
      FtpsAudit.await(row, seen).assertRefusedForNotResuming();
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void aClientThatResumesIsServed(TlsVersion version, @TempDir Path work) {
      FtpsCase row = row(new CommonsNet(true), version);
      String log = row.client().list(site().visit(row, work), Operation.LIST);
      assertThat(log).contains("< 226 ");
    }

    private static FtpsCase row(FtpClient client, TlsVersion version) {
      return new FtpsCase(
          FtpsServer.PYFTPDLIB,
          client,
          FtpsStance.BRIDGE_RESUMED,
          Form.EPSV,
          Protection.PRIVATE,
          version,
          new Task(Operation.RETR, Size.ONE_MIB));
    }
  }
}
