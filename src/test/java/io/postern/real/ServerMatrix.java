package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.real.RealServersIT.Starter;
import io.postern.testing.Metrics;
import io.postern.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All clients against one server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerMatrix {

  private static final Duration COUNTED = Duration.ofSeconds(10);
  private static final Pattern SET_UP =
      Pattern.compile("(?m)^-*> (PORT|EPRT|PASV|EPSV|LPRT|LPSV)\\b");

  private final Cases cases;
  private final Starter starter;
  private final AtomicInteger uploads = new AtomicInteger();
  private @Nullable Site running;

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
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void curl(Case row, @TempDir Path work) throws IOException {
    check(row, work);
  }

  Stream<Case> lftp() {
    return of(new Lftp());
  }

  @Needs(programs = "lftp")
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void lftp(Case row, @TempDir Path work) throws IOException {
    check(row, work);
  }

  Stream<Case> tnftp() {
    return of(new Tnftp());
  }

  @Needs(programs = "tnftp")
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void tnftp(Case row, @TempDir Path work) throws IOException {
    check(row, work);
  }

  Stream<Case> commonsNet() {
    return of(new CommonsNet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void commonsNet(Case row, @TempDir Path work) throws IOException {
    check(row, work);
  }

  Stream<Case> large() {
    return cases.large(new Curl());
  }

  @Needs(programs = "curl")
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
    return switch (row.operation()) {
      case RETR -> retrieve(row, visit);
      case STOR -> store(row, visit);
      case APPE -> append(row, visit);
      case REST -> resume(row, visit);
      case ABOR -> abort(row, visit);
      case LIST, NLST, MLSD -> list(row, visit);
    };
  }

  private String retrieve(Case row, Visit visit) {
    Path local = visit.work().resolve("local");
    String log = row.client().retrieve(visit, row.size().fileName(), local);
    assertSame(local, served(row.size()), log);
    return log;
  }

  private String store(Case row, Visit visit) throws IOException {
    Path upload = upload();
    String log = row.client().store(visit, served(row.size()), upload.getFileName().toString());
    assertSame(upload, served(row.size()), log);
    Files.delete(upload);
    return log;
  }

  private String append(Case row, Visit visit) throws IOException {
    byte[] whole = Files.readAllBytes(served(row.size()));
    int half = whole.length / 2;
    Path upload = Files.write(upload(), Arrays.copyOf(whole, half));
    Files.setPosixFilePermissions(upload, PosixFilePermissions.fromString("rw-rw-rw-"));
    Path rest = visit.work().resolve("rest");
    Files.write(rest, Arrays.copyOfRange(whole, half, whole.length));

    String log = row.client().append(visit, rest, upload.getFileName().toString());

    assertSame(upload, served(row.size()), log);
    Files.delete(upload);
    return log;
  }

  private String resume(Case row, Visit visit) throws IOException {
    byte[] whole = Files.readAllBytes(served(row.size()));
    // The name of the remote file: tnftp resumes only to the same name.
    Path local = visit.work().resolve(row.size().fileName());
    Files.write(local, Arrays.copyOf(whole, whole.length / 3));

    String log = row.client().resume(visit, row.size().fileName(), local);

    assertSame(local, served(row.size()), log);
    assertThat(log).contains("REST " + whole.length / 3);
    return log;
  }

  private String abort(Case row, Visit visit) {
    Path local = visit.work().resolve("local");
    String log = row.client().abort(visit, Size.LARGE.fileName(), Size.ONE_MIB.fileName(), local);
    assertThat(log).containsIgnoringCase("abor");
    assertSame(local, served(Size.ONE_MIB), log);
    return log;
  }

  private String list(Case row, Visit visit) {
    String log = row.client().list(visit, row.operation());
    assertThat(log).contains(Arrays.stream(Size.values()).map(Size::fileName).toList());
    assertThat(log).containsPattern("> " + row.operation() + "\\b");
    return log;
  }

  private Path served(Size size) {
    return site().folder().file(size.fileName());
  }

  private Path upload() {
    return site().folder().file("upload-" + uploads.incrementAndGet());
  }

  private static void assertSame(Path actual, Path expected, String log) {
    assertThat(actual).as("%s", log).exists();
    assertThat(Sha256.of(actual)).as("%s", log).isEqualTo(Sha256.of(expected));
  }
}
