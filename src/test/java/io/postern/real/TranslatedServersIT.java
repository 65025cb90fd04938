package io.postern.real;

import static io.postern.real.SessionAudit.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.DataMode;
import io.postern.real.FtpsCase.Task;
import io.postern.real.TranslatedCase.Legs;
import io.postern.real.TranslatedCase.Listener;
import io.postern.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients of one mode and servers that know only the other, with each pair of address families, and
 * under TLS: the gateway joins two connections, of which it makes both or neither.
 */
@Needs(
    programs = {"vsftpd", "proftpd", "pure-ftpd", "pure-pw", "curl", "lftp"},
    files = "usr/lib/proftpd/mod_tls.so",
    pythonModules = {"pyftpdlib", "OpenSSL"},
    root = true,
    linux = true)
class TranslatedServersIT {

  private static final Task DOWN = new Task(Operation.RETR, Size.ONE_MIB);
  private static final Task UP = new Task(Operation.STOR, Size.ONE_MIB);
  private static final Task LIST = new Task(Operation.LIST, Size.EMPTY);

  private static final List<TranslatedCase> ROWS = chosen();

  private static @Nullable TranslatedSite running;

  private static TranslatedSite site() {
    return Objects.requireNonNull(running);
  }

  @BeforeAll
  static void start() {
    running = TranslatedSite.start(ROWS.stream().map(TranslatedCase::listener).distinct().toList());
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  private static List<TranslatedCase> chosen() {
    List<TranslatedCase> rows = new ArrayList<>();
    for (OneModeServer server : OneModeServer.values()) {
      for (DataMode mode : DataMode.values()) {
        inTheClear(server, mode, rows);
        underTls(server, mode, rows);
      }
    }
    return rows;
  }

  /** All pairs of families for those that TranslationIT does not have; the others for ftplib. */
  private static void inTheClear(OneModeServer server, DataMode mode, List<TranslatedCase> rows) {
    boolean all = server == OneModeServer.PROFTPD || server == OneModeServer.PURE_FTPD;
    for (boolean ipv6 : new boolean[] {false, true}) {
      Listener same = new Listener(server, mode, all && ipv6, ipv6, Legs.NONE);
      add(same, new Ftplib(), DOWN, rows);
      add(same, new Ftplib(), UP, rows);
      if (all) {
        Listener other = new Listener(server, mode, !ipv6, ipv6, Legs.NONE);
        add(other, new Ftplib(), DOWN, rows);
        add(other, new Curl(), UP, rows);
      }
    }
  }

  private static void underTls(OneModeServer server, DataMode mode, List<TranslatedCase> rows) {
    Listener originated = new Listener(server, mode, true, false, Legs.SERVER);
    add(originated, new Curl(), DOWN, rows);
    add(originated, new Lftp(), UP, rows);
    add(originated, new Ftplib(), LIST, rows);
    Listener both = new Listener(server, mode, false, false, Legs.BOTH);
    add(both, new Ftplib(), DOWN, rows);
    add(both, new Lftp(), UP, rows);
    add(both, new CommonsNet(), LIST, rows);
    if (mode == DataMode.ACTIVE) {
      // curl 7.88 sends data in the clear where it is active (curl's issue 10666).
      add(both, new Curl(), DOWN, rows);
    }
  }

  /** With a form that the client has; where there are two, each in its turn. */
  private static void add(
      Listener listener, FtpClient client, Task task, List<TranslatedCase> rows) {
    List<Form> forms =
        Stream.of(Form.values())
            .filter(form -> form.mode() == listener.clientMode())
            .filter(form -> client.can(task.operation(), form, listener.clientIpv6()))
            .toList();
    rows.add(new TranslatedCase(listener, client, forms.get(rows.size() % forms.size()), task));
  }

  static Stream<TranslatedCase> rows() {
    return ROWS.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void filesAndListings_passBetweenTheModes(TranslatedCase row, @TempDir Path work)
      throws IOException {
    CheckedTransfers transfers = site().serve(row.listener()).transfers();
    Seen seen = site().seen();
    perform(transfers, row, site().visit(row, work), seen);
    SessionAudit session = SessionAudit.await(seen);
    session.assertTransfer(row.form().mode());
    assertJoined(session, row.listener().mode());
    assertTls(session, "client", row.listener().tls() == Legs.BOTH);
    assertTls(session, "server", row.listener().tls() != Legs.NONE);
  }

  /** What the gateway has told belongs to a failure. */
  private static void perform(
      CheckedTransfers transfers, TranslatedCase row, Visit visit, Seen seen) throws IOException {
    Task task = row.task();
    try {
      transfers.perform(row.client(), task.operation(), task.size(), visit);
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError(
          "%s%n%s".formatted(e.getMessage(), String.join("\n", seen.get())), e);
    }
  }

  /** The gateway listens for both sides, or connects to both. */
  private static void assertJoined(SessionAudit session, DataMode serverMode) {
    boolean listens = serverMode == DataMode.ACTIVE;
    assertThat(session.lines())
        .filteredOn(line -> line.contains(text("event", "pinhole-opened")))
        .singleElement()
        .asString()
        .matches(line -> line.matches(".*\"listening\":\"[^\"]*, [^\"]*\".*") == listens)
        .matches(line -> line.contains("\"target\":") != listens);
  }

  private static void assertTls(SessionAudit session, String side, boolean has) {
    assertThat(session.count("tls-started", text("side", side)))
        .as("TLS with the %s, %s", side, session)
        .isEqualTo(has ? 1 : 0);
  }
}
