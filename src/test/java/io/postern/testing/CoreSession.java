package io.postern.testing;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Line;
import io.postern.ftp.Reply;
import io.postern.session.ControlSession;
import io.postern.session.Input;
import io.postern.session.Rulebook;
import io.postern.session.SessionSettings;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Sessions of the core without a network, for tests that say themselves what the peers say. */
public final class CoreSession {

  /** The client's end of the client leg. */
  public static final Endpoint CLIENT = endpoint("192.0.2.10", 40_000);

  /** The gateway's end of it. */
  public static final Endpoint GATEWAY = endpoint("192.0.2.1", 2121);

  /** The gateway's end of the server leg. */
  public static final Endpoint SERVER_SIDE = endpoint("198.51.100.1", 40_001);

  /** The server's end of it. */
  public static final Endpoint SERVER = endpoint("198.51.100.5", 21);

  private CoreSession() {}

  /** One between {@link #CLIENT} and {@link #GATEWAY}, which has not begun. */
  public static ControlSession of(SessionSettings settings, Rulebook rulebook) {
    return of(CLIENT, GATEWAY, settings, rulebook);
  }

  /** The same for another client, at another address of the gateway. */
  public static ControlSession of(
      Endpoint client, Endpoint gateway, SessionSettings settings, Rulebook rulebook) {
    return new ControlSession(
        "s1",
        "ftp",
        client,
        gateway,
        settings,
        rulebook,
        new AtomicLong()::incrementAndGet,
        0,
        Instant.EPOCH);
  }

  /** The server leg stands. */
  public static Input serverConnected() {
    return new Input.ServerConnected(SERVER, SERVER_SIDE);
  }

  /** A line of the client. */
  public static Input line(String text) {
    return new Input.ClientLine(Line.of(text));
  }

  /** A reply of the server. */
  public static Input reply(int code) {
    return new Input.ServerReply(Reply.of(code, "Text"));
  }

  /** An endpoint, from an address in digits. */
  public static Endpoint endpoint(String address, int port) {
    return new Endpoint(AddressLiteral.parse(address).orElseThrow(), port);
  }
}
