package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Needs;
import io.postern.testing.Program;
import io.postern.testing.Programs;
import io.postern.users.PasswordHash;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that name their server, as the README's page on client settings has it: each form of
 * login that programs offer, through the gateway to a real server, with users of the gateway and
 * without.
 */
@Needs(programs = "vsftpd", root = true, linux = true)
class ForwardIT {

  private static final String CLIENT = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static @Nullable Site running;

  @TempDir Path work;

  /** A server on a name that the machine knows, and two entrances: for all, and for users. */
  private static final class Site implements AutoCloseable {

    private final ServedFolder folder = ServedFolder.create(Size.SIXTY_FOUR_KIB);
    private final InetSocketAddress open = FreePorts.on(CLIENT);
    private final InetSocketAddress users = FreePorts.on("127.0.0.2");
    private final InetSocketAddress strict = FreePorts.on("127.0.0.4");
    private final Path usersFile = folder.home().resolve("users");
    private final Path audit = folder.home().resolve("audit.jsonl");
    private final Vsftpd server = new Vsftpd(folder, FreePorts.on(CLIENT));
    private final GatewayProcess gateway;

    Site() throws IOException {
      Files.writeString(usersFile, "gate:" + PasswordHash.of("sesame") + "\n");
      gateway = GatewayProcess.configured(folder.home(), yaml());
    }

    private String yaml() {
      String ports = "[%d, %d]".formatted(server.address().getPort(), open.getPort());
      return """
          listeners:
            - name: open
              listen: %s
              mode: forward
              forward: {targets: [127.0.0.0/8, "::1"], ports: %s, attempts: 20}
            - name: users
              listen: %s
              mode: forward
              forward: {users: %s, targets: [127.0.0.1, "::1"], ports: %s}
            - name: strict
              listen: %s
              mode: forward
              forward: {ports: [21, %d], attempts: 50}
          rules: {check-every: 100ms}
          audit: {file: %s}
          """
          .formatted(
              GatewayProcess.text(open),
              ports,
              GatewayProcess.text(users),
              usersFile,
              ports,
              GatewayProcess.text(strict),
              server.address().getPort(),
              audit);
    }

    /** {@code localhost:2121}. */
    String target() {
      return "localhost:" + server.address().getPort();
    }

    @Override
    public void close() {
      gateway.close();
      server.close();
      folder.close();
    }
  }

  private static Site site() {
    return Objects.requireNonNull(running);
  }

  @BeforeAll
  static void start() throws IOException {
    running = new Site();
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  @Needs(programs = "curl")
  @ParameterizedTest
  @ValueSource(strings = {"--ftp-pasv", "--ftp-port"})
  void curl_withTheHostInTheUsersName(String mode) {
    run("curl", curl(mode, site().open, "anonymous@" + site().target() + ":me"));
  }

  @Needs(programs = "curl")
  @Test
  void curl_withAUserOfTheGateway_inEachForm() {
    String target = site().target();
    run("curl", curl("--ftp-pasv", site().users, "gate,anonymous@" + target + ":sesame,me"));
    run("curl", curl("--ftp-pasv", site().users, "gate@" + target + ",anonymous:sesame,me"));
    run("curl", curl("--ftp-pasv", site().users, "anonymous@gate@" + target + ":me@sesame"));
    List<String> account =
        new ArrayList<>(curl("--ftp-pasv", site().users, "anonymous@" + target + " gate:me"));
    account.addAll(0, List.of("--ftp-account", "sesame"));
    run("curl", account);
  }

  /** curl ends the name at the first colon, unless it is in the address and written %3A. */
  private List<String> curl(String mode, InetSocketAddress entrance, String login) {
    int password = login.lastIndexOf(':');
    String encoded =
        Curl.encoded(login.substring(0, password))
            + ":"
            + Curl.encoded(login.substring(password + 1));
    List<String> arguments = new ArrayList<>(List.of("--silent", "--show-error", "--disable-eprt"));
    arguments.add(mode);
    if (mode.equals("--ftp-port")) {
      arguments.add("-");
    }
    arguments.addAll(List.of("--max-time", "30", "-o", fetched().toString()));
    arguments.add("ftp://%s@%s/%s".formatted(encoded, GatewayProcess.text(entrance), remote()));
    return arguments;
  }

  @Needs(programs = "lftp")
  @ParameterizedTest
  @ValueSource(strings = {"user", "joined", "joined-acct", "open", "proxy-user@host"})
  void lftp_withAUserOfTheGateway(String type) {
    for (String passive : List.of("yes", "no")) {
      run("lftp", lftp("ftp://gate:sesame@" + GatewayProcess.text(site().users), type, passive));
    }
  }

  @Needs(programs = "lftp")
  @Test
  void lftp_withoutAUserOfTheGateway() {
    run("lftp", lftp("ftp://" + GatewayProcess.text(site().open), "user", "yes"));
  }

  private List<String> lftp(String proxy, String type, String passive) {
    String port = Integer.toString(site().server.address().getPort());
    return List.of(
        "--norc",
        "-c",
        "set ftp:proxy %s; set ftp:proxy-auth-type %s; set ftp:passive-mode %s;"
                .formatted(proxy, type, passive)
            + " set net:max-retries 1; set net:timeout 20; set cmd:fail-exit yes;"
            + " set xfer:clobber yes; open -u anonymous,me -p %s localhost; get %s -o %s"
                .formatted(port, remote(), fetched()));
  }

  @Needs(files = "usr/bin/python3")
  @ParameterizedTest
  @ValueSource(strings = {"True", "False"})
  void ftplib_ofPython(String passive) throws IOException {
    String script =
        """
        import ftplib
        ftp = ftplib.FTP()
        ftp.connect('%s', %d, timeout=30)
        ftp.login('anonymous@%s', 'me')
        ftp.set_pasv(%s)
        with open('%s', 'wb') as out:
            ftp.retrbinary('RETR %s', out.write)
        ftp.quit()
        """
            .formatted(
                CLIENT, site().open.getPort(), site().target(), passive, fetched(), remote());
    run("/usr/bin/python3", List.of("-c", script));
  }

  /** What FileZilla and WinSCP send, by the name that the type has in their settings. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "FileZilla: USER@HOST|USER anonymous@HOST 331|PASS me 230",
        "FileZilla: SITE|SITE HOST 200|USER anonymous 331|PASS me 230",
        "FileZilla: OPEN|OPEN HOST 200|USER anonymous 331|PASS me 230"
      })
  void dialogue_withoutAUserOfTheGateway(String dialogue) throws IOException {
    typed(site().open, dialogue);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FileZilla: USER@HOST|USER gate 331|PASS sesame 230|USER anonymous@HOST 331|PASS me 230",
        "FileZilla: SITE|USER gate 331|PASS sesame 230|SITE HOST 200|USER anonymous 331|PASS me 230",
        "FileZilla: OPEN|USER gate 331|PASS sesame 230|OPEN HOST 200|USER anonymous 331|PASS me 230",
        "WinSCP: SITE %host|USER gate 331|PASS sesame 230|SITE HOST 200|USER anonymous 331|PASS me"
            + " 230",
        "WinSCP: USER %proxyuser, USER %user@%host|USER gate 331|PASS sesame 230|USER anonymous@HOST"
            + " 331|PASS me 230",
        "WinSCP: OPEN %host|USER gate 331|PASS sesame 230|OPEN HOST 200|USER anonymous 331|PASS me"
            + " 230",
        "WinSCP: USER %user@%host %proxyuser|USER anonymous@HOST gate 331|PASS me 332|ACCT sesame"
            + " 230",
        "WinSCP: USER %proxyuser@%host|USER gate@HOST 331|PASS sesame 230|USER anonymous 331|PASS me"
            + " 230",
        "WinSCP: USER %user@%proxyuser@%host|USER anonymous@gate@HOST 331|PASS me@sesame 230"
      })
  void dialogue_withAUserOfTheGateway(String dialogue) throws IOException {
    typed(site().users, dialogue);
  }

  /** Each line with the code that answers it; then a file. */
  private static void typed(InetSocketAddress entrance, String dialogue) throws IOException {
    List<String> lines = Arrays.asList(dialogue.split("\\|", -1));
    try (TypedSession session = new TypedSession(CLIENT, entrance)) {
      assertThat(session.reply()).startsWith("220 ");
      for (String line : lines.subList(1, lines.size())) {
        int code = line.lastIndexOf(' ');
        String sent = line.substring(0, code).replace("HOST", site().target());
        assertThat(session.command(sent)).as(sent).startsWith(line.substring(code + 1) + " ");
      }
      assertThat(session.command("TYPE I")).startsWith("200 ");
      try (Socket data = session.secondWindow(session.command("PASV"))) {
        assertThat(session.command("RETR " + remote())).startsWith("150 ");
        assertThat(data.getInputStream().readAllBytes())
            .isEqualTo(Files.readAllBytes(site().folder.file(Size.SIXTY_FOUR_KIB.fileName())));
      }
      assertThat(session.reply()).startsWith("226 ");
    }
  }

  @Test
  void gatewaysUsers_areAskedForTheirPassword() throws IOException {
    try (TypedSession session = new TypedSession(CLIENT, site().users)) {
      session.reply();
      assertThat(session.command("USER anonymous@" + site().target())).startsWith("331 ");
      assertThat(session.command("PASS me")).startsWith("530 ");
      assertThat(session.command("SITE " + site().target())).startsWith("530 ");
      assertThat(session.command("USER gate")).startsWith("331 ");
      assertThat(session.command("PASS wrong")).startsWith("530 ");
      assertThat(session.command("USER nobody")).startsWith("331 ");
      assertThat(session.command("PASS sesame")).startsWith("530 ");
      assertThat(session.reply()).startsWith("421 ");
    }
  }

  @Test
  void usersFile_isReadAgainWhenItChanges() throws IOException {
    Files.writeString(
        site().usersFile,
        "gate:%s\nnew:%s\n".formatted(PasswordHash.of("sesame"), PasswordHash.of("open")));
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(login("new", "open")).isTrue());
  }

  private static boolean login(String user, String password) throws IOException {
    try (TypedSession session = new TypedSession(CLIENT, site().users)) {
      session.reply();
      session.command("USER " + user);
      return session.command("PASS " + password).startsWith("230 ");
    }
  }

  /** Addresses inside, in every spelling, and names that lead there. */
  @Test
  void targetsInside_areRefusedUnlessTheyAreListed() throws IOException {
    int port = site().server.address().getPort();
    List<String> hosts =
        List.of(
            "127.0.0.1",
            "127.1.2.3",
            "localhost",
            "10.0.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::127.0.0.1]",
            "[64:ff9b::127.0.0.1]",
            "[2002:7f00:1::]",
            "[fe80::1]",
            "[fd00::1]");
    try (TypedSession session = new TypedSession(CLIENT, site().strict)) {
      session.reply();
      for (String host : hosts) {
        assertThat(session.command("USER anonymous@" + host + ":" + port))
            .as(host)
            .isEqualTo("530 That server is not allowed here.");
      }
      for (String text :
          List.of("0x7f000001", "2130706433", "127.1", "0177.0.0.1", "0.0.0.0", "[::]")) {
        assertThat(session.command("USER anonymous@" + text + ":" + port))
            .as(text)
            .startsWith("501 ");
      }
      assertThat(session.command("USER anonymous@192.0.2.1:25"))
          .isEqualTo("530 That server is not allowed here.");
    }
    assertThat(site().gateway.metrics().sum("postern_targets_refused_total", "listener=\"strict\""))
        .isEqualTo(hosts.size() + 1);
    assertThat(ServerProgram.lines(site().audit))
        .anyMatch(
            line ->
                line.contains("\"event\":\"target-refused\"")
                    && line.contains("\"target\":\"localhost:" + port + "\""));
  }

  @Test
  void gatewayItself_isNoServer() throws IOException {
    for (String host : List.of("127.0.0.1", "127.0.0.9")) {
      try (TypedSession session = new TypedSession(CLIENT, site().open)) {
        session.reply();
        assertThat(session.command("USER anonymous@" + host + ":" + site().open.getPort()))
            .isEqualTo("530 Can't reach the FTP server: it is this gateway itself.");
      }
    }
  }

  @Test
  void serverThatCanNotBeReached_leavesTheChoiceOfAnother() throws IOException {
    int port = site().server.address().getPort();
    try (TypedSession session = new TypedSession(CLIENT, site().open)) {
      session.reply();
      assertThat(session.command("USER anonymous@127.0.0.77:" + port))
          .isEqualTo("530 Can't reach the FTP server: it refused the connection.");
      assertThat(session.command("USER anonymous@localhost:" + port)).startsWith("331 ");
      assertThat(session.command("PASS me")).startsWith("230 ");
    }
  }

  private static String path(String program) {
    return program.startsWith("/") ? program : Programs.path(program).toString();
  }

  private Path fetched() {
    return work.resolve("fetched");
  }

  private static String remote() {
    return ServedFolder.FILES + "/" + Size.SIXTY_FOUR_KIB.fileName();
  }

  /** Runs a client to its good end; the file has come as it is. */
  private void run(String program, List<String> arguments) {
    List<String> command =
        Stream.concat(Stream.of(path(program)), arguments.stream()).collect(Collectors.toList());
    Path log = work.resolve("client.log");
    try (Program client =
        Program.start(log, command, Map.of("HOME", work.toString(), "LC_ALL", "C")).endOfInput()) {
      assertThat(client.awaitExit(PATIENCE)).as(client.output()).isZero();
    }
    assertThat(fetched())
        .hasSameBinaryContentAs(site().folder.file(Size.SIXTY_FOUR_KIB.fileName()));
    assertThat(fetched().toFile().delete()).isTrue();
  }
}
