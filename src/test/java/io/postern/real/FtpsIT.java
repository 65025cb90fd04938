package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real servers × real clients × stances × set-up commands × PROT × versions of TLS × operations and
 * sizes, as {@link FtpsCases} chooses them. With {@code -Dpostern.direct=true} the clients go to
 * the servers directly.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FtpsIT {

  private static final Duration TOLD = Duration.ofSeconds(10);

  /** vsftpd says 522, ProFTPD 425 of a data connection that does not resume its control's TLS. */
  private static final Pattern REFUSED = Pattern.compile("(?m)^<(---)? (425|522)");

  private @Nullable FtpsSite site;

  @BeforeAll
  void start() {
    site = FtpsSite.start();
  }

  @AfterAll
  void stop() {
    if (site != null) {
      site.close();
    }
  }

  @Nested
  @Needs(programs = "vsftpd", root = true, linux = true)
  class VsftpdServes extends Rows {
    VsftpdServes() {
      super(FtpsServer.VSFTPD, FtpsServer.VSFTPD_REUSE, FtpsServer.VSFTPD_IMPLICIT);
    }
  }

  @Nested
  @Needs(programs = "proftpd", root = true, linux = true)
  class ProFtpdServes extends Rows {
    ProFtpdServes() {
      super(FtpsServer.PROFTPD, FtpsServer.PROFTPD_IMPLICIT);
    }
  }

  @Nested
  @Needs(
      programs = {"pure-ftpd", "pure-pw"},
      root = true,
      linux = true)
  class PureFtpdServes extends Rows {
    PureFtpdServes() {
      super(FtpsServer.PURE_FTPD_2, FtpsServer.PURE_FTPD_3);
    }
  }

  @Nested
  @Needs(
      pythonModules = {"pyftpdlib", "OpenSSL"},
      linux = true)
  class PyFtpdServes extends Rows {
    PyFtpdServes() {
      super(FtpsServer.PYFTPDLIB);
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract class Rows {

    private final FtpsServer[] servers;

    Rows(FtpsServer... servers) {
      this.servers = servers;
    }

    Stream<FtpsCase> curl() {
      return rows("curl");
    }

    @Needs(programs = "curl")
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void curl(FtpsCase row, @TempDir Path work) throws IOException {
      check(row, work);
    }

    Stream<FtpsCase> lftp() {
      return rows("lftp");
    }

    @Needs(programs = "lftp")
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void lftp(FtpsCase row, @TempDir Path work) throws IOException {
      check(row, work);
    }

    Stream<FtpsCase> commonsNet() {
      return Stream.concat(rows("commons-net"), rows("commons-net resuming"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void commonsNet(FtpsCase row, @TempDir Path work) throws IOException {
      check(row, work);
    }

    private Stream<FtpsCase> rows(String client) {
      return Stream.of(servers)
          .flatMap(server -> FtpsCases.of(server, client))
          .filter(row -> !Site.isDirect() || row.needsNoGateway());
    }

    private void check(FtpsCase row, Path work) throws IOException {
      FtpsSite running = Objects.requireNonNull(site);
      int before = running.auditLines(row).size();

      String log =
          running
              .serve(row.server())
              .transfers()
              .perform(
                  row.client(),
                  row.task().operation(),
                  row.task().size(),
                  running.visit(row, work));

      assertThat(log).as("what servers that demand reuse say").doesNotContainPattern(REFUSED);
      if (!Site.isDirect()) {
        assertTold(row, running, before);
      }
    }

    private void assertTold(FtpsCase row, FtpsSite running, int before) {
      Supplier<FtpsAudit> audit =
          () -> {
            List<String> lines = running.auditLines(row);
            return new FtpsAudit(row, lines.subList(before, lines.size()));
          };
      Awaitility.await()
          .atMost(TOLD)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> audit.get().isWhole());
      audit.get().assertTold();
    }
  }
}
