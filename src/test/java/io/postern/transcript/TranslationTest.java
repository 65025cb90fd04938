package io.postern.transcript;

import io.postern.ftp.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The table of 4 × 4: each form of the client with each form of the server, as transcripts against
 * the pure session. A client that speaks EPSV or EPRT is one of IPv6, a server that is told EPRT
 * too; the others are of IPv4.
 */
class TranslationTest {

  private static final String NO_SUCH_FORM = "500 The FTP server takes no such data connection.";
  private static final String NO_PINHOLE = "425 Can't open a data connection now; try again.";

  /** The client's form, and the one that the server takes in the end. */
  record Row(Verb client, Verb server) {

    boolean clientPassive() {
      return passive(client);
    }

    boolean serverPassive() {
      return passive(server);
    }

    /** EPSV is always tried first, where the gateway may choose. */
    boolean refusesEpsvFirst() {
      return server == Verb.PASV && client != Verb.PASV;
    }

    boolean clientIpv6() {
      return client == Verb.EPSV || client == Verb.EPRT;
    }

    boolean serverIpv6() {
      return server == Verb.EPRT;
    }

    String serverMode() {
      boolean chosen = clientPassive() != serverPassive() || server == Verb.EPSV;
      return chosen ? (serverPassive() ? "passive" : "active") : "same";
    }

    @Override
    public String toString() {
      return client + " to " + server;
    }

    private static boolean passive(Verb form) {
      return form == Verb.PASV || form == Verb.EPSV;
    }
  }

  static Stream<Row> rows() {
    List<Verb> forms = List.of(Verb.PASV, Verb.EPSV, Verb.PORT, Verb.EPRT);
    return forms.stream().flatMap(client -> forms.stream().map(server -> new Row(client, server)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void setUp_isTranslatedAndItsReplyMappedBack(Row row) {
    List<String> lines = begin(row);
    if (row.serverPassive()) {
      lines.add("S> " + announcement(row.server(), "{server,},{server-port,}", "{server-port}"));
      lines.add(open(row));
      lines.add("P> opened");
    } else {
      lines.add("S> 200 " + row.server() + " command successful");
    }
    lines.add(">C " + success(row));
    transfer(row, lines);
    perform(row, lines);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void refusalOfTheServer_isMappedAndLeavesNoPinhole(Row row) {
    List<String> lines = begin(row);
    refused(row, lines, "425 Not now", "425 Not now");
    if (row.server() != Verb.EPSV) {
      // A server that does not know EPSV is asked with PASV: that is the row of PASV.
      again(row, lines);
      refused(row, lines, "500 Not this", NO_SUCH_FORM);
      again(row, lines);
      refusesFamily(row, lines);
    }
    lines.add("use noop");
    perform(row, lines);
  }

  private static void refusesFamily(Row row, List<String> lines) {
    String families = row.clientIpv6() ? "2" : "1";
    boolean extended = row.client() == Verb.EPSV || row.client() == Verb.EPRT;
    refused(
        row,
        lines,
        "522 Not this family",
        extended ? "522 Network protocol not supported, use (" + families + ")" : NO_PINHOLE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void pinholeThatCanNotBeOpened_is425(Row row) {
    List<String> lines = begin(row);
    if (row.serverPassive()) {
      lines.add("S> " + announcement(row.server(), "{server,},{server-port,}", "{server-port}"));
      lines.add(open(row));
    } else {
      // The server must not have heard of it.
      lines.subList(lines.indexOf("P> opened"), lines.size()).clear();
    }
    lines.add("P> failed ports exhausted");
    lines.add(">C " + NO_PINHOLE);
    lines.add("E> limit data-ports");
    lines.add("use noop");
    perform(row, lines);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 500, 501, 502, 504, 522})
  void epsvThatTheServerDeclines_isFollowedByPasv_andRemembered(int code) {
    List<String> lines = new ArrayList<>(epsvAnswered(code));
    String open = "P> open passive PASV from {client} to {server}:{server-port}";
    String announced = announcement(Verb.PASV, "{server,},{server-port,}", "");
    String told = ">C " + announcement(Verb.PASV, "{gateway,},{pinhole,}", "");
    lines.addAll(List.of(">S PASV", "S> " + announced, open, "P> opened", told, "use retr"));
    lines.addAll(List.of("C> PASV", ">S PASV", "S> 425 Not now", ">C 425 Not now", "use noop"));
    perform("EPSV " + code, lines);
  }

  @ParameterizedTest
  @ValueSource(ints = {425, 450, 503, 530, 550})
  void epsvThatTheServerCouldTakeAnotherTime_isNotFollowedByPasv(int code) {
    List<String> lines = new ArrayList<>(epsvAnswered(code));
    lines.addAll(List.of(">C " + code + " No", "C> PASV", ">S EPSV", "S> 425 No", ">C 425 No"));
    lines.add("use noop");
    perform("EPSV " + code, lines);
  }

  private static List<String> epsvAnswered(int code) {
    return List.of(
        "set server-mode passive", "use login", "C> PASV", ">S EPSV", "S> " + code + " No");
  }

  /** Up to what the server is asked at last. */
  private static List<String> begin(Row row) {
    List<String> lines = new ArrayList<>();
    lines.add("set family " + (row.clientIpv6() ? 6 : 4));
    lines.add("set server-family " + (row.serverIpv6() ? 6 : 4));
    lines.add("set server-mode " + row.serverMode());
    lines.add("use login");
    lines.add("C> " + announcing(row.client(), "client", "client-port", row.clientIpv6()));
    if (row.refusesEpsvFirst()) {
      lines.add(">S EPSV");
      lines.add("S> 522 Not this one");
    }
    asked(row, lines);
    return lines;
  }

  /** The same set-up once more: by now EPSV is known to be refused. */
  private static void again(Row row, List<String> lines) {
    lines.add("C> " + announcing(row.client(), "client", "client-port", row.clientIpv6()));
    asked(row, lines);
  }

  private static void asked(Row row, List<String> lines) {
    if (!row.serverPassive()) {
      lines.add(open(row));
      lines.add("P> opened");
    }
    lines.add(">S " + announcing(row.server(), "gateway-inside", "pinhole", row.serverIpv6()));
  }

  private static void refused(Row row, List<String> lines, String said, String mapped) {
    lines.add("S> " + said);
    if (!row.serverPassive()) {
      lines.add("P> close rejected");
    }
    lines.add(">C " + (row.client() == row.server() ? said : mapped));
  }

  private static void transfer(Row row, List<String> lines) {
    lines.add("C> RETR file.txt");
    if (!row.clientPassive() && row.serverPassive()) {
      lines.add("K> protect clear clear");
    }
    lines.addAll(
        List.of(
            ">S RETR file.txt",
            "S> 150 Opening data connection",
            ">C 150 Opening data connection",
            "P> accepted",
            "P> ended completed 0 5",
            "S> 226 Transfer complete",
            ">C 226 Transfer complete",
            "use noop"));
  }

  private static String open(Row row) {
    String mode = row.clientPassive() ? "passive " : "active ";
    String client = row.clientIpv6() ? "[{client}]" : "{client}";
    String server = row.serverIpv6() ? "[{server}]" : "{server}";
    return "P> open "
        + mode
        + row.client()
        + (row.clientPassive() ? " from {client}" : "")
        + (row.serverPassive() ? "" : " from {server}")
        + (row.clientPassive() ? "" : " to " + client + ":{client-port}")
        + (row.serverPassive() ? " to " + server + ":{server-port}" : "");
  }

  private static String announcing(Verb form, String address, String port, boolean ipv6) {
    return switch (form) {
      case PORT -> "PORT {" + address + ",},{" + port + ",}";
      case EPRT -> "EPRT |" + (ipv6 ? 2 : 1) + "|{" + address + "}|{" + port + "}|";
      default -> form.text();
    };
  }

  private static String announcement(Verb form, String six, String port) {
    return form == Verb.PASV
        ? "227 Entering Passive Mode (" + six + ")."
        : "229 Entering Extended Passive Mode (|||" + port + "|)";
  }

  private static String success(Row row) {
    if (row.clientPassive()) {
      return announcement(row.client(), "{gateway,},{pinhole,}", "{pinhole}");
    }
    return "200 "
        + row.client()
        + " command successful"
        + (row.client() == row.server() ? "" : ".");
  }

  private static void perform(Row row, List<String> lines) {
    perform(row.toString(), lines);
  }

  private static void perform(String name, List<String> lines) {
    Transcript transcript =
        new TranscriptParser(Transcripts.folder().resolve(name + ".txt")).parse(lines);
    for (Split split : List.of(Split.WHOLE, Split.BYTES, Split.random(11))) {
      try (Stage stage = new SessionStage(transcript.setup(), split)) {
        new Performance(transcript, stage).run();
      }
    }
  }
}
