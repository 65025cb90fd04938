package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.postern.testing.Needs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Data connections between sides of different modes, where one side is early, late or absent: no
 * byte is lost, no success is told too early, and nothing hangs.
 */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl"})
@SuppressWarnings("NullAway.Init")
class TranslationTimingIT {

  private static final String CONFIGURATION =
      """
      listeners:
        - {name: to-active, listen: "*:2121", server: 198.51.100.5, server-mode: active}
        - {name: to-passive, listen: "*:2122", server: 198.51.100.5, server-mode: passive}
      timeouts: {data-connect: 2s}
      """;

  private static final byte[] FILE = new byte[5_000];

  private static FirewallLab lab;
  private static HostGateway gateway;
  private static ScriptedServer server;

  private final Party party = new Party();
  private RawClient client;
  private RawConnection served;

  @BeforeAll
  static void start() throws Exception {
    lab = new FirewallLab();
    server = lab.runScriptedServer();
    gateway = lab.runGateway(CONFIGURATION);
  }

  @AfterAll
  static void stop() throws Exception {
    lab.close();
  }

  @AfterEach
  void leave() throws IOException {
    client.close();
    party.close();
    gateway.awaitNothingOpen();
  }

  @Test
  void aServerThatIsDoneBeforeTheClientConnects_losesNothing_andItsSuccessWaits() throws Exception {
    logIn(2121);
    InetSocketAddress[] ports = bothConnect();
    serverDelivers(ports[1]);
    clientFetches(ports[0]);
  }

  @Test
  void aServerThatGoesBeforeTheClientConnects_losesNothing_andItsSuccessWaits() throws Exception {
    logIn(2121);
    InetSocketAddress[] ports = bothConnect();
    serverDelivers(ports[1]);
    served.close();
    clientFetches(ports[0]);
    client.control().reply(421);
  }

  /** All of the file, and the success, before the client connects. */
  private void serverDelivers(InetSocketAddress port) throws Exception {
    client.control().send("RETR file");
    served.expect("RETR file");
    served.send("150 Here it comes");
    RawConnection data = party.holds(server.connectTo(port));
    data.send(FILE);
    data.close();
    served.send("226 All of it");
  }

  /** The success comes with the file, and not before. */
  private void clientFetches(InetSocketAddress port) throws Exception {
    client.control().reply(150);
    client.control().patience(Duration.ofMillis(500));
    assertThatThrownBy(() -> client.control().reply()).isInstanceOf(SocketTimeoutException.class);
    client.control().patience(Duration.ofSeconds(20));
    RawConnection file = party.holds(client.data(port));
    assertThat(file.rest()).isEqualTo(FILE);
    file.close();
    client.control().reply(226);
  }

  @Test
  void aClientThatIsDoneBeforeTheServerConnects_losesNothing() throws Exception {
    logIn(2121);
    InetSocketAddress[] ports = bothConnect();
    RawConnection file = party.holds(client.data(ports[0]));
    file.send(FILE);
    file.close();
    client.control().send("STOR file");
    served.expect("STOR file");
    RawConnection data = party.holds(server.connectTo(ports[1]));
    served.send("150 Give it to me");
    assertThat(data.rest()).isEqualTo(FILE);
    data.close();
    served.send("226 Got it");
    client.control().reply(150);
    client.control().reply(226);
  }

  @Test
  void aClientThatNeverConnects_getsNoSuccess() throws Exception {
    logIn(2121);
    InetSocketAddress[] ports = bothConnect();
    client.control().send("RETR file");
    served.expect("RETR file");
    RawConnection data = party.holds(server.connectTo(ports[1]));
    data.send(FILE);
    data.close();
    served.send("150 Here it comes");
    served.send("226 All of it");
    client.control().reply(150);
    client.control().reply(425);
    client.control().send("NOOP");
    served.expect("NOOP");
    served.send("200 Fine");
    client.control().reply(200);
  }

  @Test
  void aServerThatNeverConnects_leavesNothingHanging() throws Exception {
    logIn(2121);
    InetSocketAddress[] ports = bothConnect();
    RawConnection file = party.holds(client.data(ports[0]));
    client.control().send("RETR file");
    served.expect("RETR file");
    served.send("150 Here it comes");
    client.control().reply(150);
    client.control().reply(425);
    assertThatThrownBy(file::rest).isInstanceOf(IOException.class);
  }

  @Test
  void aSmallUpload_whoseClientLeavesAtOnce_reachesAServerThatListens() throws Exception {
    logIn(2122);
    RawListener listening = party.holds(client.listen());
    RawListener servers = bothListen(listening);
    client.control().send("STOR file");
    RawConnection file = party.holds(listening.accept());
    file.send(FILE);
    file.close();
    served.expect("STOR file");
    RawConnection data = party.holds(servers.accept());
    served.send("150 Give it to me");
    assertThat(data.rest()).isEqualTo(FILE);
    data.close();
    served.send("226 Got it");
    client.control().reply(150);
    client.control().reply(226);
  }

  @Test
  void aServerThatCanNotBeConnected_is425_andTheReasonIsTold() throws Exception {
    logIn(2122);
    RawListener listening = party.holds(client.listen());
    bothListen(listening).close();
    client.control().send("RETR file");
    served.expect("RETR file");
    client.control().reply(425);
    await("the reason in the audit log")
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(gateway.auditLines())
                    .anyMatch(line -> line.contains("connection refused")));
  }

  private void logIn(int port) throws Exception {
    client = new RawClient(lab.client(), new InetSocketAddress(FirewallLab.GATEWAY, port));
    served = party.holds(server.accept());
    served.send("220 Ready");
    client.control().reply(220);
    client.control().send("USER anna");
    served.expect("USER anna");
    served.send("230 In");
    client.control().reply(230);
  }

  /** PASV of the client, PORT to the server: where each may connect to, the client first. */
  private InetSocketAddress[] bothConnect() throws IOException {
    client.control().send("PASV");
    String port = served.expect("PORT ");
    served.send("200 Fine");
    String reply = client.control().reply(227);
    return new InetSocketAddress[] {
      RawClient.passive(reply), RawClient.passive("(" + port.substring(5) + ")")
    };
  }

  /** PORT of the client, EPSV to the server: where that listens. */
  private RawListener bothListen(RawListener clients) throws Exception {
    client.control().send("PORT " + RawClient.port(FirewallLab.CLIENT, clients.port()));
    served.expect("EPSV");
    RawListener servers = party.holds(server.listen());
    served.send("229 Entering Extended Passive Mode (|||" + servers.port() + "|)");
    client.control().reply(200);
    return servers;
  }
}
