package io.postern.netns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A session through the gateway in which a test is both ends. */
final class Exchange implements Closeable {

  private static final byte[] SMALL = new byte[1000];

  private final RawClient client;
  private final RawConnection server;
  private final ScriptedServer script;
  private final Party clientEnd = new Party();
  private final Party serverEnd = new Party();

  /** Logs in. */
  Exchange(FirewallLab lab, ScriptedServer script) throws Exception {
    this.script = script;
    client = new RawClient(lab.client(), FirewallLab.listener());
    clientEnd.holds(client.control());
    server = serverEnd.holds(script.accept());
    server.send("220 Ready.");
    client.control().reply(220);
    relay("USER ftp", "331 Password, please.");
    relay("PASS secret", "230 Welcome.");
  }

  /** All that the client holds of the session. */
  Party clientEnd() {
    return clientEnd;
  }

  /** All that the server holds of the session. */
  Party serverEnd() {
    return serverEnd;
  }

  RawConnection client() {
    return client.control();
  }

  RawConnection server() {
    return server;
  }

  /** The client's command arrives unchanged, the server's reply too. */
  String relay(String command, String reply) throws IOException {
    client.control().send(command);
    server.expect(command);
    server.send(reply);
    return client.control().reply(Integer.parseInt(reply.substring(0, 3)));
  }

  /** PASV: the pinhole stands, and the server listens. */
  Passive passive() throws Exception {
    RawListener listener = serverEnd.holds(script.listen());
    String reply = relay("PASV", ScriptedServer.passiveReply(FirewallLab.SERVER, listener));
    return new Passive(RawClient.passive(reply), listener);
  }

  /** PORT: the pinhole stands, and the client listens. */
  Active active() throws Exception {
    RawListener listener = clientEnd.holds(client.listen());
    client.control().send("PORT " + RawClient.port(FirewallLab.CLIENT, listener.port()));
    String arrived = server.expect("PORT ");
    server.send("200 PORT command successful.");
    client.control().reply(200);
    return new Active(RawClient.passive("(" + arrived.substring(5) + ")"), listener);
  }

  /** Both ends of a data connection of passive mode, after {@code 150}. */
  Data transfer(String command) throws Exception {
    Passive passive = passive();
    client.control().send(command);
    server.expect(command);
    RawConnection clientData = clientEnd.holds(client.data(passive.pinhole()));
    RawConnection serverData = serverEnd.holds(passive.listener().accept());
    passive.listener().close();
    server.send("150 Here it comes.");
    client.control().reply(150);
    return new Data(clientData, serverData);
  }

  /** A whole small download; the final reply is not sent yet. */
  void downloadWithoutReply() throws Exception {
    Data data = transfer("RETR small");
    data.server().send(SMALL);
    data.server().close();
    int arrived = data.client().rest().length;
    data.client().close();
    if (arrived != SMALL.length) {
      throw new AssertionError(arrived + " bytes of " + SMALL.length + " arrived");
    }
  }

  /** A whole small download: the session works. */
  void download() throws Exception {
    downloadWithoutReply();
    server.send("226 Done.");
    client.control().reply(226);
  }

  /** Connects from the client's host to a data port. */
  RawConnection connectData(InetSocketAddress to) throws Exception {
    return clientEnd.holds(client.data(to));
  }

  /** Connects from the server's host to a data port. */
  RawConnection connectServerData(InetSocketAddress to) throws Exception {
    return serverEnd.holds(script.connectTo(to));
  }

  @Override
  public void close() throws IOException {
    clientEnd.close();
    serverEnd.close();
  }

  /**
   * A data connection that the client may open.
   *
   * @param pinhole what the client was told
   * @param listener the server's
   */
  record Passive(InetSocketAddress pinhole, RawListener listener) {}

  /**
   * A data connection that the server may open.
   *
   * @param pinhole what the server was told
   * @param listener the client's
   */
  record Active(InetSocketAddress pinhole, RawListener listener) {}

  /** Both ends of a data connection. */
  record Data(RawConnection client, RawConnection server) {}
}
