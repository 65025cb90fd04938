package io.postern.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Closing;
import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Program;
import io.postern.testing.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A gateway with rules, in front of a server: a listener in the clear, one with TLS, one for opaque
 * sessions, one whose server is not there, one with a pool of servers, and one for SSH.
 */
final class WatchedSite implements AutoCloseable {

  private static final Path SERVER = Path.of("src/test/resources/real/pyftpd.py");
  private static final Duration START = Duration.ofSeconds(20);
  private static final int FILE_BYTES = 1 << 20;
  private static final String RULES =
      """
      trace-in-reply: true
      rules:
        - id: no-programs
          when: {extension: exe}
          then: deny
        - id: watch-deletes
          when: {verb: dele}
          then: observe
        - id: guessers
          then: {limit: {failed-logins: {attempts: 2, within: 10m, ban: 10m}}}
      """;

  private final Closing closing = new Closing();
  private final Path folder;
  private final InetSocketAddress clear = FreePorts.on("127.0.0.2");
  private final InetSocketAddress tls = FreePorts.on("127.0.0.3");
  private final InetSocketAddress opaque = FreePorts.on("127.0.0.4");
  private final InetSocketAddress deserted = FreePorts.on("127.0.0.5");
  private final InetSocketAddress admin = FreePorts.on("127.0.0.1");
  private final GatewayProcess gateway;

  private WatchedSite(Path folder) throws IOException {
    this.folder = folder;
    TestCertificate.get().write(folder);
    Path served = Files.createDirectory(folder.resolve("served"));
    Files.write(served.resolve("file.bin"), new byte[FILE_BYTES]);
    writeRules(RULES);
    FileServer server = closing.add(new FileServer(served));
    this.gateway = closing.add(gateway(server.address(), serveUnderTls(served)));
  }

  /** Starts everything. */
  static WatchedSite start(Path folder) throws IOException {
    return new WatchedSite(folder);
  }

  /** Where the metrics are. */
  InetSocketAddress admin() {
    return admin;
  }

  /** Those who come and go. */
  Visitors visitors() {
    return new Visitors(folder, clear, tls, opaque, deserted);
  }

  /** A change of the rules with a mistake, which the gateway refuses, and one without. */
  void changeRules() {
    writeRules("nonsense: true\n");
    assertThat(gateway.post("/reload").statusCode()).isEqualTo(422);
    writeRules(RULES + "  - {id: watch-lists, when: {verb: list}, then: observe}\n");
    assertThat(gateway.post("/reload").statusCode()).isEqualTo(200);
  }

  /** Has Java collect garbage: a metric of collections is there only after the first. */
  void collectGarbage() {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String pid = Long.toString(gateway.program().pid());
    try (Program program =
        Program.start(folder.resolve("jcmd.log"), List.of(tool, pid, "GC.run"))) {
      assertThat(program.awaitExit(START)).as(program.output()).isZero();
    }
  }

  @Override
  public void close() {
    closing.close();
  }

  private GatewayProcess gateway(InetSocketAddress server, InetSocketAddress tlsServer)
      throws IOException {
    String keys = "keys: [{chain: %s, key: %s}]".formatted(chain(), key());
    String yaml =
        "listeners:\n"
            + listener("clear", clear, server, "client: none")
            + listener("tls", tls, server, "client: required, " + keys)
            + listener(
                "opaque", opaque, tlsServer, "client: opaque, opaque-data-ports: 30000-30009")
            + listener("deserted", deserted, FreePorts.on("127.0.0.6"), "client: none")
            + "  - {name: pooled, listen: '127.0.0.2:0', pool: main}\n"
            + "  - {name: shell, listen: '127.0.0.2:0', protocol: ssh, server: '127.0.0.6:22'}\n"
            + "pools: [{name: main, servers: [{server: \"%s\"}]}]\n"
                .formatted(GatewayProcess.text(server))
            + "rules: {file: %s, check-every: 1d}\n".formatted(rules())
            + "timeouts: {data-connect: 2s, connect: 2s}\n";
    Path file = Files.writeString(folder.resolve("postern.yaml"), yaml);
    return GatewayProcess.start(folder, List.of(), admin, "--config", file.toString());
  }

  private static String listener(
      String name, InetSocketAddress listen, InetSocketAddress server, String tls) {
    return "  - {name: %s, listen: \"%s\", server: \"%s\", tls: {%s}}\n"
        .formatted(name, GatewayProcess.text(listen), GatewayProcess.text(server), tls);
  }

  private InetSocketAddress serveUnderTls(Path served) {
    InetSocketAddress address = FreePorts.on("127.0.0.7");
    List<String> command =
        List.of(
            "/usr/bin/python3",
            SERVER.toAbsolutePath().toString(),
            address.getAddress().getHostAddress(),
            Integer.toString(address.getPort()),
            served.toString(),
            chain(),
            key(),
            "30000",
            "30009");
    Path log = folder.resolve("pyftpd.log");
    closing.add(Program.start(log, command)).awaitGreeting(address, START);
    return address;
  }

  private String chain() {
    return folder.resolve("chain.pem").toString();
  }

  private String key() {
    return folder.resolve("key.pem").toString();
  }

  private Path rules() {
    return folder.resolve("rules.yaml");
  }

  private void writeRules(String text) {
    try {
      Files.writeString(rules(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
