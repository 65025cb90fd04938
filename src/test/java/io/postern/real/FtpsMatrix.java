package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.real.FtpsCase.Task;
import io.postern.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of some servers, with all clients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FtpsMatrix {

  /** vsftpd says 522, ProFTPD 425 of a data connection that does not resume its control's TLS. */
  private static final Pattern REFUSED = Pattern.compile("(?m)^<(---)? (425|522)");

  private final FtpsServer[] servers;

  FtpsMatrix(FtpsServer... servers) {
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

  final void check(FtpsCase row, Path work) throws IOException {
    Seen seen = FtpsIT.site().seen(row);
    String log = perform(row, work, seen);
    assertThat(log).as("what servers that demand reuse say").doesNotContainPattern(REFUSED);
    if (!Site.isDirect()) {
      FtpsAudit.await(row, seen).assertServed();
    }
  }

  private Stream<FtpsCase> rows(String client) {
    return Stream.of(servers)
        .flatMap(server -> FtpsCases.of(server, client))
        .filter(row -> !Site.isDirect() || row.needsNoGateway());
  }

  /** What the gateway has told belongs to a failure. */
  private static String perform(FtpsCase row, Path work, Seen seen) throws IOException {
    CheckedTransfers transfers = FtpsIT.site().serve(row.server()).transfers();
    Task task = row.task();
    Visit visit = FtpsIT.site().visit(row, work);
    try {
      return transfers.perform(row.client(), task.operation(), task.size(), visit);
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError(
          "%s%n%s".formatted(e.getMessage(), String.join("\n", seen.get())), e);
    }
  }
}
