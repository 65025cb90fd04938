package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.real.RealServersIT.Starter;
import io.postern.testing.Metrics;
import io.postern.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All clients against one server, one after the other: each case is told by what was counted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerMatrix {

  private static final Duration COUNTED = Duration.ofSeconds(10);
  private static final Pattern SET_UP =
      Pattern.compile("(?m)^-*> (PORT|EPRT|PASV|EPSV|LPRT|LPSV)\\b");

  private final Cases cases;
  private final Starter starter;
  private @Nullable Site running;
  private @Nullable CheckedTransfers transfers;

  ServerMatrix(String name, Starter starter) {
    this.cases = new Cases(name);
    this.starter = starter;
  }

  /** Whether the server can do the row. */
  boolean serves(Case row) {
    return true;
  }

  @BeforeAll
  void start() {
    running = Site.start(starter);
    transfers = new CheckedTransfers(running.folder());
  }

  @AfterAll
  void stop() {
    if (running != null) {
      running.close();
    }
  }

  Stream<Case> curl() {
    return of(new Curl());
  }

  @Needs(programs = "curl")
  @Execution(ExecutionMode.SAME_THREAD)
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void curl(Case row, @TempDir Path work) throws IOException {
    check(row, work);
  }

  Stream<Case> lftp() {
    return of(new Lftp());
  }

  @Needs(programs = "lftp")
  @Execution(ExecutionMode.SAME_THREAD)
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void lftp(Case row, @TempDir Path work) throws IOException {
    check(row, work);
  }

  Stream<Case> tnftp() {
    return of(new Tnftp());
  }

  @Needs(programs = "tnftp")
  @Execution(ExecutionMode.SAME_THREAD)
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void tnftp(Case row, @TempDir Path work) throws IOException {
    check(row, work);
  }

  Stream<Case> commonsNet() {
    return of(new CommonsNet());
  }

  @Execution(ExecutionMode.SAME_THREAD)
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void commonsNet(Case row, @TempDir Path work) throws IOException {
    check(row, work);
  }

  Stream<Case> large() {
    return cases.large(new Curl());
  }

  @Needs(programs = "curl")
  @Execution(ExecutionMode.SAME_THREAD)
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void large(Case row, @TempDir Path work) throws IOException {
    check(row, work);
  }

  private Site site() {
    return Objects.requireNonNull(running);
  }

  private Stream<Case> of(FtpClient client) {
    return cases.of(client).filter(this::serves);
  }

  private void check(Case row, Path work) throws IOException {
    Optional<Metrics> before = site().metrics();
    String log = perform(row, work);
    assertThat(SET_UP.matcher(log).results().map(MatchResult::group))
        .as("%s", log)
        .isNotEmpty()
        .allMatch(command -> command.endsWith(row.form().name()));
    before.ifPresent(metrics -> assertCounted(row, metrics));
  }

  /** The transfer went through pinholes of the row's mode, and no other was used. */
  private void assertCounted(Case row, Metrics before) {
    String mode = "mode=\"" + row.form().mode().name().toLowerCase(Locale.ROOT) + '"';
    Awaitility.await()
        .atMost(COUNTED)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> {
              Metrics after = site().metrics().orElseThrow();
              assertThat(accepted(after, mode) - accepted(before, mode))
                  .as("pinholes used, %s", mode)
                  .isEqualTo(row.dataConnections());
              assertThat(accepted(after) - accepted(before))
                  .as("pinholes used, either mode")
                  .isEqualTo(row.dataConnections());
            });
  }

  private static double accepted(Metrics metrics, String... labels) {
    return metrics.sum("postern_pinholes_accepted_total", labels);
  }

  private String perform(Case row, Path work) throws IOException {
    FtpServer server = site().server(row.ipv6());
    Visit visit =
        new Visit(site().entrance(row.ipv6()), server.user(), server.password(), row.form(), work);
    return checked().perform(row.client(), row.operation(), row.size(), visit);
  }

  private CheckedTransfers checked() {
    return Objects.requireNonNull(transfers);
  }
}
