package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Closing;
import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Needs;
import io.postern.testing.Program;
import io.postern.testing.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SFTP, SCP and HTTP with the programs that people use, through the gateway as a process: what
 * arrives, who is kept out, what is told of it. Scenarios S6 and S7.
 */
@Needs(
    linux = true,
    root = true,
    programs = {"sshd", "ssh-keygen", "ssh", "sftp", "scp", "nginx", "curl"})
@Timeout(120)
class PlainProgramsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String DENIED = "127.0.0.66";
  private static final String SLOW = "127.0.0.67";
  private static final String SINGLE = "127.0.0.68";
  private static final int SLOW_BYTES_PER_SECOND = 1_000_000;
  private static final String RULES =
      """
      default: allow
      rules:
        - {id: nobody, when: {client: 127.0.0.66, verb: connect}, then: deny}
        - {id: slow, when: {client: 127.0.0.67}, then: {limit: {bytes-per-second: 1MB}}}
        - {id: single, when: {client: 127.0.0.68}, then: {limit: {sessions-per-client: 1}}}
        - {id: guessers, then: {limit: {failed-logins: {attempts: 1, within: 10m, ban: 1h}}}}
      """;

  private static final Closing CLOSING = new Closing();
  private static final InetSocketAddress SSH = FreePorts.on("127.0.0.2");
  private static final InetSocketAddress WEB = FreePorts.on("127.0.0.3");
  private static final InetSocketAddress PYTHON = FreePorts.on("127.0.0.4");
  private static final InetSocketAddress FTP = FreePorts.on("127.0.0.5");
  private static final InetSocketAddress SSH_TO_WEB = FreePorts.on("127.0.0.6");
  private static final InetSocketAddress TOLD_V1 = FreePorts.on("127.0.0.7");
  private static final InetSocketAddress TOLD_V2 = FreePorts.on("127.0.0.8");

  private static ServedFolder served;
  private static OpenSsh openSsh;
  private static Program nginxProgram;
  private static GatewayProcess gateway;
  private static Path audit;

  @BeforeAll
  static void start() throws IOException {
    served = CLOSING.add(ServedFolder.create(Size.EMPTY, Size.FOUR_MIB, Size.LARGE));
    openSsh = CLOSING.add(new OpenSsh(served.home().resolve("ssh"), FreePorts.on("127.0.0.12")));
    InetSocketAddress nginx = FreePorts.on("127.0.0.13");
    InetSocketAddress python = FreePorts.on("127.0.0.14");
    InetSocketAddress told = FreePorts.on("127.0.0.16");
    nginxProgram = CLOSING.add(HttpServers.nginx(served, nginx, told));
    CLOSING.add(HttpServers.python(served, python));
    FtpServer ftp = CLOSING.add(new ApacheFtp(served, FreePorts.on("127.0.0.15")));
    audit = served.home().resolve("audit.jsonl");
    Path rules = Files.writeString(served.home().resolve("rules.yaml"), RULES);
    gateway =
        CLOSING.add(
            GatewayProcess.configured(
                served.home(),
                "listeners:\n"
                    + listener("sftp", SSH, "ssh", openSsh.address())
                    + listener("web", WEB, "http", nginx)
                    + listener("python", PYTHON, "tcp", python)
                    + listener("ftp", FTP, "ftp", ftp.address())
                    + listener("wrong", SSH_TO_WEB, "ssh", nginx)
                    + telling("v1", TOLD_V1, told)
                    + telling("v2", TOLD_V2, told)
                    + "rules: {file: %s}\naudit: {file: %s}\n".formatted(rules, audit)));
  }

  private static String listener(
      String name, InetSocketAddress listen, String protocol, InetSocketAddress server) {
    return "  - {name: %s, listen: \"%s\", protocol: %s, server: \"%s\"}\n"
        .formatted(name, GatewayProcess.text(listen), protocol, GatewayProcess.text(server));
  }

  /** A listener whose server is told who the client is. */
  private static String telling(
      String version, InetSocketAddress listen, InetSocketAddress server) {
    return listener(version, listen, "http", server)
        .replace("}", ", proxy-protocol: {send: " + version + "}}");
  }

  @AfterAll
  static void stop() {
    CLOSING.close();
  }

  @Test
  void sftp_carriesLargeFilesBothWays() throws IOException {
    Path back = served.home().resolve("sftp-back");
    String upload = served.file("sftp-up").toString();
    openSsh.sftp(SSH, "put %s %s%nget %s %s%n".formatted(large(), upload, large(), back)).worked();
    assertSame(large(), back);
    assertSame(large(), Path.of(upload));
    assertCarried("sftp", "ssh", Size.LARGE.bytes(), Size.LARGE.bytes());
    assertThat(openSsh.log()).as("who the server sees").contains("Connection from 127.0.0.1 ");
  }

  @Test
  void scp_ofTodayAndOfOldDays_carriesLargeFilesBothWays() throws IOException {
    Path up = served.file("scp-up");
    Path back = served.home().resolve("scp-back");
    openSsh.scp(SSH, large().toString(), "REMOTE:" + up).worked();
    assertSame(large(), up);
    openSsh.scp(SSH, "-O", "REMOTE:" + large(), back.toString()).worked();
    assertSame(large(), back);
    assertCarried("sftp", "ssh", Size.LARGE.bytes(), 0);
    assertCarried("sftp", "ssh", 0, Size.LARGE.bytes());
  }

  @Test
  void ssh_withoutAnyFile_endsAsTheServerEnds() {
    assertThat(openSsh.ssh(SSH, "echo over; exit 3").log()).contains("over");
    assertThat(openSsh.ssh(SSH, "exit 3").exit()).isEqualTo(3);
  }

  @Test
  void curl_putsAndGetsLargeFiles() throws IOException {
    Path back = served.home().resolve("curl-back");
    Path empty = served.home().resolve("curl-empty");
    curl("-T", large().toString(), url(WEB, "curl-up")).worked();
    assertSame(large(), served.file("curl-up"));
    curl("-o", back.toString(), url(WEB, Size.LARGE.fileName())).worked();
    assertSame(large(), back);
    curl("-o", back.toString(), url(PYTHON, Size.LARGE.fileName())).worked();
    assertSame(large(), back);
    curl("-o", empty.toString(), url(WEB, Size.EMPTY.fileName())).worked();
    assertThat(empty).isEmptyFile();
    assertCarried("web", "http", Size.LARGE.bytes(), 0);
    assertCarried("web", "http", 0, Size.LARGE.bytes());
    assertCarried("python", "tcp", 0, Size.LARGE.bytes());
  }

  @Test
  void server_isToldWhoTheClientIs() {
    for (InetSocketAddress at : List.of(TOLD_V1, TOLD_V2)) {
      String client = "127.0.0." + (71 + at.getAddress().getAddress()[3]);
      curl("--interface", client, "-o", "/dev/null", url(at, Size.FOUR_MIB.fileName())).worked();
      nginxProgram.awaitOutput("told of " + client + " at " + at.getPort(), PATIENCE);
    }
  }

  @Test
  void sshListener_closesWhatIsNotSsh_onEitherSide() {
    double clients = gateway.metrics().sum("postern_ssh_refused_total", "side=\"client\"");
    Attempt web = curl(url(SSH, ""));
    assertThat(web.exit()).as("%s", web.log()).isNotZero();
    awaitAudit("\"event\":\"not-ssh\"", "\"side\":\"client\"");
    assertThat(gateway.metrics().sum("postern_ssh_refused_total", "side=\"client\""))
        .isEqualTo(clients + 1);

    assertThat(openSsh.ssh(SSH_TO_WEB, "true").exit()).isNotZero();
    awaitAudit("\"event\":\"not-ssh\"", "\"side\":\"server\"");
  }

  @Test
  void ftpListener_closesWhatIsNotFtp() {
    Attempt ssh = openSsh.ssh(FTP, "true");
    assertThat(ssh.exit()).as("%s", ssh.log()).isNotZero();
    Attempt web = curl("--http0.9", url(FTP, ""));
    assertThat(web.log()).contains("421 Protocol violation");
    // Neither waits for the greeting: on a slow machine they are early, else of another protocol.
    await()
        .atMost(PATIENCE)
        .until(() -> deviations("early-command") + deviations("foreign-protocol") == 2);
    assertThat(lines("\"event\":\"session-closed\"", "\"listener\":\"ftp\"", "\"refused\""))
        .hasSize(2);
  }

  private static double deviations(String name) {
    return gateway.metrics().sum("postern_deviations_total", name, "close");
  }

  @Test
  void rules_denyAClient_onEveryListener() {
    for (InetSocketAddress at : List.of(SSH, WEB, PYTHON)) {
      Attempt attempt = curl("--interface", DENIED, "--max-time", "10", url(at, ""));
      assertThat(attempt.exit()).as("curl's empty reply: %s", attempt.log()).isIn(52, 56);
    }
    for (String listener : List.of("sftp", "web", "python")) {
      awaitAudit(
          "\"event\":\"rule\"", "\"nobody\"", "\"listener\":\"" + listener + "\"", DENIED + ":");
    }
  }

  @Test
  void ban_ofAFailedFtpLogin_holdsForSsh() throws IOException {
    String guesser = "127.0.0.69";
    try (TypedSession session = new TypedSession(guesser, FTP)) {
      session.reply();
      session.command("USER postern");
      assertThat(session.command("PASS wrong")).startsWith("530 ");
      assertThat(session.reply()).startsWith("421 ");
    }
    try (Socket banned = connect(guesser, SSH);
        Socket other = connect("127.0.0.70", SSH)) {
      assertThat(banned.getInputStream().read()).isEqualTo(-1);
      assertThat(other.getInputStream().read()).isEqualTo('S');
    }
    awaitAudit("\"event\":\"session-rejected\"", "\"banned\"", guesser + ":");
  }

  @Test
  void limit_ofSessions_holdsForOneClient() throws IOException {
    try (Socket first = connect(SINGLE, SSH);
        Socket second = connect(SINGLE, SSH)) {
      boolean firstIn = first.getInputStream().read() == 'S';
      boolean secondIn = second.getInputStream().read() == 'S';
      assertThat(Stream.of(firstIn, secondIn).filter(in -> in)).hasSize(1);
    }
    awaitAudit("\"event\":\"limit\"", "\"rule-sessions\"", "single");
  }

  @Test
  void rate_ofARule_pacesADownload() throws IOException {
    Path back = served.home().resolve("slow-back");
    long began = System.nanoTime();
    curl("--interface", SLOW, "-o", back.toString(), url(WEB, Size.FOUR_MIB.fileName())).worked();
    double seconds = (System.nanoTime() - began) / 1e9;
    assertSame(served.file(Size.FOUR_MIB.fileName()), back);
    assertThat(Size.FOUR_MIB.bytes() / seconds).isLessThan(SLOW_BYTES_PER_SECOND * 1.5);
  }

  private static Path large() {
    return served.file(Size.LARGE.fileName());
  }

  private static void assertSame(Path expected, Path actual) throws IOException {
    assertThat(Sha256.of(actual)).isEqualTo(Sha256.of(expected));
    Files.delete(actual);
  }

  private static Attempt curl(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Programs.path("curl").toString()));
    command.addAll(List.of("-sS", "--max-time", "60"));
    command.addAll(List.of(arguments));
    try (Program program = Program.start(served.home().resolve("curl.log"), command).endOfInput()) {
      return new Attempt(program.awaitExit(PATIENCE.multipliedBy(3)), program.output());
    }
  }

  private static String url(InetSocketAddress at, String file) {
    return "http://%s/%s/%s".formatted(GatewayProcess.text(at), ServedFolder.FILES, file);
  }

  private static Socket connect(String from, InetSocketAddress to) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(to, (int) PATIENCE.toMillis());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  /** A stream that has ended well has carried at least so much. */
  private static void assertCarried(
      String listener, String protocol, long toServer, long toClient) {
    await("a stream of " + listener)
        .atMost(PATIENCE)
        .until(
            () ->
                lines("\"event\":\"stream-ended\"", listener, "\"protocol\":\"" + protocol + "\"")
                    .filter(line -> line.contains("\"end\":\"completed\""))
                    .anyMatch(
                        line ->
                            number(line, "bytesToServer") >= toServer
                                && number(line, "bytesToClient") >= toClient));
  }

  private static long number(String line, String field) {
    int from = line.indexOf("\"" + field + "\":") + field.length() + 3;
    return Long.parseLong(line.substring(from).split("[,}]", 2)[0]);
  }

  private static void awaitAudit(String... parts) {
    await("the audit log").atMost(PATIENCE).until(() -> lines(parts).findAny().isPresent());
  }

  private static Stream<String> lines(String... parts) {
    return ServerProgram.lines(audit).stream()
        .filter(line -> Stream.of(parts).allMatch(line::contains));
  }
}
