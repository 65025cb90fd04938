package io.postern.real;

import static io.postern.real.SessionAudit.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Protection;
import io.postern.real.ForwardFtpsSite.Entrance;
import io.postern.real.FtpsCase.Task;
import io.postern.testing.Needs;
import io.postern.tls.TlsVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that name their server, under TLS to the gateway, to the server, or to both: the server's
 * certificate must be for the name that the client gave.
 */
@Needs(
    programs = {"vsftpd", "proftpd", "pure-ftpd", "pure-pw", "curl", "lftp"},
    files = "usr/lib/proftpd/mod_tls.so",
    pythonModules = {"pyftpdlib", "OpenSSL"},
    root = true,
    linux = true)
class ForwardFtpsIT {

  private static final List<FtpsServer> SERVERS =
      List.of(
          FtpsServer.VSFTPD_REUSE,
          FtpsServer.PROFTPD,
          FtpsServer.PURE_FTPD_3,
          FtpsServer.PYFTPDLIB);
  private static final List<Task> TASKS =
      List.of(
          new Task(Operation.RETR, Size.ONE_MIB),
          new Task(Operation.STOR, Size.ONE_MIB),
          new Task(Operation.LIST, Size.EMPTY));
  private static final String CAN_NOT = "421 The FTP server can't be spoken to under TLS: ";

  private static @Nullable ForwardFtpsSite running;

  private static ForwardFtpsSite site() {
    return Objects.requireNonNull(running);
  }

  @BeforeAll
  static void start() {
    running = ForwardFtpsSite.start();
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  /** Every entrance with every client, which do all three; servers, forms and versions in turn. */
  static Stream<Arguments> rows() {
    List<Arguments> rows = new ArrayList<>();
    for (Entrance entrance : Entrance.values()) {
      for (FtpClient client : List.of(new Curl(), new Lftp(), new Ftplib())) {
        for (Task task : TASKS) {
          rows.add(Arguments.of(entrance, row(entrance, client, task, rows.size())));
        }
      }
    }
    return rows.stream();
  }

  private static FtpsCase row(Entrance entrance, FtpClient client, Task task, int number) {
    // Each task meets each server: the rows of a client come three at a time.
    List<FtpsServer> fit =
        SERVERS.stream().filter(server -> entrance.stance().fits(server)).toList();
    FtpsServer server = fit.get((number / TASKS.size() + number % TASKS.size()) % fit.size());
    boolean clear = !entrance.stance().hasClientTls();
    // curl 7.88 sends data in the clear there, whatever it has asked for (curl's issue 10666).
    boolean passive = (client instanceof Curl && !clear) || number % 2 == 0;
    Form form = passive ? (client instanceof Ftplib ? Form.PASV : Form.EPSV) : Form.PORT;
    return new FtpsCase(
        server,
        client,
        entrance.stance(),
        form,
        clear ? Protection.CLEAR : Protection.PRIVATE,
        number % 5 < 3 ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2,
        task);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rows")
  void filesAndListings_passToTheServerThatTheClientNames(
      Entrance entrance, FtpsCase row, @TempDir Path work) throws IOException {
    CheckedTransfers transfers = site().serve(row.server()).transfers();
    Seen seen = site().seen();
    Task task = row.task();
    transfers.perform(
        row.client(), task.operation(), task.size(), site().visit(entrance, row, work));
    SessionAudit session = SessionAudit.await(seen);
    assertThat(session.count("tls-failed")).as("%s", session).isZero();
    assertThat(session.count("tls-started", text("side", "client")))
        .as("%s", session)
        .isEqualTo(row.stance().hasClientTls() ? 1 : 0);
    assertThat(session.count("tls-started", text("side", "server")))
        .as("%s", session)
        .isEqualTo(row.stance().hasServerTls() ? 1 : 0);
    session.assertTransfer(row.form().mode());
  }

  /** A client that gets a file, or not. */
  enum Client {
    CURL,
    LFTP,
    FTPLIB;

    Attempt get(Visit visit) {
      Path local = visit.work().resolve("local");
      String name = Size.ONE_MIB.fileName();
      String path = "/" + ServedFolder.FILES + "/" + name;
      return switch (this) {
        case CURL -> new Curl().get(visit, path, local);
        case LFTP -> new Lftp().get(visit, path, local);
        case FTPLIB -> new Ftplib().get(visit, name, local);
      };
    }
  }

  /** The same server, which only its name fits: the address that it has is not in it. */
  @ParameterizedTest
  @EnumSource
  void certificateForAnotherName_isRefused_beforeTheServerGetsALogin(
      Client client, @TempDir Path work) {
    for (Entrance entrance : List.of(Entrance.OPTIONAL_MATCH, Entrance.REQUIRED_EXPLICIT)) {
      FtpsCase row = row(entrance, new Curl(), TASKS.get(0), 0);
      LoggedServer server = (LoggedServer) site().serve(row.server()).server();
      int logged = server.commands().size();
      Seen seen = site().seen();
      Attempt attempt = client.get(site().visit(entrance, row, ForwardFtpsSite.ADDRESS, work));
      assertThat(attempt.exit()).as(attempt.log()).isNotZero();
      attempt.told(CAN_NOT + "the certificate is not for " + ForwardFtpsSite.ADDRESS + ".");
      SessionAudit session = SessionAudit.await(seen);
      assertThat(
              session.count(
                  "tls-failed",
                  text("side", "server"),
                  text("reason", "the certificate is not for " + ForwardFtpsSite.ADDRESS)))
          .as("%s", session)
          .isEqualTo(1);
      assertNoLogin(server, logged);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPTIONAL_MATCH", "REQUIRED_EXPLICIT"})
  void serverWithoutTls_getsNoLogin_ofAClientUnderTls(Entrance entrance, @TempDir Path work) {
    Vsftpd server = site().plain();
    int logged = server.commands().size();
    Client.FTPLIB
        .get(site().toPlain(entrance, Form.PASV, work))
        .refused(CAN_NOT + "the server does not offer TLS.");
    assertNoLogin(server, logged);
  }

  private static void assertNoLogin(LoggedServer server, int before) {
    List<String> commands = server.commands();
    assertThat(commands.subList(before, commands.size()))
        .noneMatch(line -> line.startsWith("USER") || line.startsWith("PASS"));
  }

  /** {@code match} without AUTH of the client: all in the clear, if the listener allows it. */
  @Test
  void clientInTheClear_isServedWhereTlsIsOptional_andToldWhereItIsRequired(@TempDir Path work)
      throws IOException {
    FtpsServers.Served served = site().serve(FtpsServer.VSFTPD_REUSE);
    FtpsCase row = row(Entrance.NONE_EXPLICIT, new Ftplib(), TASKS.get(0), 0);
    Seen seen = site().seen();
    served
        .transfers()
        .perform(
            new Ftplib(),
            Operation.RETR,
            Size.ONE_MIB,
            site().visit(Entrance.OPTIONAL_MATCH, row, work));
    assertThat(SessionAudit.await(seen).count("tls-started")).isZero();
    for (Entrance entrance : List.of(Entrance.REQUIRED_MATCH, Entrance.REQUIRED_EXPLICIT)) {
      Client.FTPLIB.get(site().visit(entrance, row, work)).refused("530 ");
    }
  }
}
