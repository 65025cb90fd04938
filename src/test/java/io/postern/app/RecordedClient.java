package io.postern.app;

import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Line;
import io.postern.ftp.Reply;
import io.postern.session.Action;
import io.postern.session.ControlSession;
import io.postern.session.Destination;
import io.postern.session.Input;
import io.postern.session.TlsPeer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A client of a {@link Recording}, and the server that answers it: one that takes everything. */
final class RecordedClient {

  private static final Endpoint SERVER = Recording.endpoint("198.51.100.7", 21);
  private static final Endpoint GATEWAY = Recording.endpoint("198.51.100.1", 40_100);

  private final ControlSession session;
  private final EventSink events;
  private final LongSupplier time;
  private final Deque<Input> inputs = new ArrayDeque<>();
  private String directory = "/";
  private @Nullable Expectation expected;

  RecordedClient(ControlSession session, EventSink events, LongSupplier time) {
    this.session = session;
    this.events = events;
    this.time = time;
    session.begin().forEach(this::perform);
  }

  /** The listener's own server is connected. */
  void serverConnects() {
    connected(SERVER);
    run();
  }

  private void connected(Endpoint server) {
    inputs.add(new Input.ServerConnected(server, GATEWAY));
    inputs.add(new Input.ServerReply(Reply.of(220, "Ready.")));
  }

  /** DNS leads names of the inside to the inside. */
  private static InetAddress address(String host) {
    String address = host.startsWith("inside") ? "10.9.0.5" : "198.51.100.7";
    return Recording.endpoint(address, 21).address();
  }

  /** Sends lines, each when the one before is answered. */
  RecordedClient sends(String... lines) {
    for (String line : lines) {
      inputs.add(new Input.ClientLine(Line.of(line)));
      run();
    }
    return this;
  }

  /** Begins TLS, with a certificate. */
  RecordedClient shows(String subject) {
    sends("AUTH TLS");
    inputs.add(
        new Input.TlsStarted(
            Input.Side.CLIENT, new TlsPeer("TLSv1.3", "a-cipher", false, "", subject)));
    run();
    return this;
  }

  RecordedClient logsIn(String user) {
    return sends("USER " + user, "PASS s3cret-word");
  }

  private void run() {
    while (!inputs.isEmpty()) {
      Input next = inputs.remove();
      if (next instanceof Input.PinholeAccepted && expected != null) {
        events.publish(
            new GatewayEvent.PinholeAccepted(
                session.ref(), expected, new Endpoint(expected.peer(), 20), Duration.ofMillis(1)));
      }
      session.receive(next, time.getAsLong()).forEach(this::perform);
    }
  }

  private void perform(Action action) {
    if (action instanceof Action.Publish publish) {
      events.publish(publish.event());
    } else if (action instanceof Action.OpenPinhole open) {
      expected = open.expectation();
      inputs.add(new Input.PinholeOpened(expected.id(), GATEWAY.withPort(50_005)));
    } else if (action instanceof Action.ToServer to) {
      answer(new String(to.bytes(), StandardCharsets.UTF_8).strip());
    } else if (action instanceof Action.LookUp name) {
      inputs.add(new Input.HostLookedUp(List.of(address(name.host()))));
    } else if (action instanceof Action.CheckProxyUser) {
      inputs.add(new Input.ProxyUserChecked(Input.ProxyUserChecked.Answer.RIGHT));
    } else if (action instanceof Action.Connect connect
        && connect.destination() instanceof Destination.Named named) {
      connected(new Endpoint(named.addresses().get(0), named.port()));
    } else if (action instanceof Action.CloseClient) {
      inputs.add(new Input.Closed(Input.Side.CLIENT, true));
    }
  }

  private void answer(String line) {
    List<String> words = List.of(line.split(" ", 2));
    String argument = words.size() > 1 ? words.get(1) : "";
    switch (words.get(0)) {
      case "USER" -> reply(331, "Password?");
      case "PASS" -> reply(230, "Logged in.");
      case "PWD" -> reply(257, "\"" + directory + "\"");
      case "CWD" -> {
        directory = argument;
        reply(250, "Done.");
      }
      case "PASV" -> reply(227, "(198,51,100,7,117,48)");
      case "RETR", "STOR" -> transfer();
      case "QUIT" -> reply(221, "Bye.");
      default -> reply(250, "Done.");
    }
  }

  private void transfer() {
    reply(150, "Here it comes.");
    if (expected != null) {
      long id = expected.id();
      inputs.add(new Input.PinholeAccepted(id));
      inputs.add(new Input.PinholeConnected(id));
      inputs.add(
          new Input.DataEnded(
              id, new DataStats(DataEnd.COMPLETED, 1, 1, Duration.ZERO, Duration.ZERO, "")));
    }
    reply(226, "Done.");
  }

  private void reply(int code, String text) {
    inputs.add(new Input.ServerReply(Reply.of(code, text)));
  }
}
