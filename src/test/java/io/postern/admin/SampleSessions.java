package io.postern.admin;

import io.postern.event.SessionRef;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Network;
import io.postern.session.DataView;
import io.postern.session.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two sessions, and what was asked for. */
final class SampleSessions implements LiveSessions {

  static final Instant SINCE = Instant.parse("2026-11-22T09:30:00Z");
  static final Endpoint CLIENT = endpoint("192.0.2.10", 40_000);
  static final Endpoint SERVER = endpoint("198.51.100.7", 21);

  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile boolean drained;
  volatile boolean starting;

  @Override
  public Listed list(Wanted wanted) {
    asked.add(
        "list "
            + wanted.most()
            + wanted.client().map(from -> " from " + from).orElse("")
            + wanted.user().map(user -> " of " + user).orElse(""));
    return new Listed(List.of(transfer(), idle()), 3, 1);
  }

  private static SessionView transfer() {
    DataView data =
        new DataView(
                7,
                "passive",
                DataView.State.CONNECTED,
                "RETR",
                "a\u001b[2J\"b\u202e.bin",
                "download")
            .carrying(List.of(), 0, 3_000_000, Duration.ofSeconds(2));
    return new SessionView(
        new SessionRef("s1", "ftp", CLIENT, SERVER, "anna", 3),
        "ftp",
        SINCE,
        SessionView.State.OPEN,
        true,
        true,
        "RETR",
        "a.bin",
        Duration.ofMillis(1_500),
        9,
        List.of(data));
  }

  private static SessionView idle() {
    DataView data =
        new DataView(8, "passive", DataView.State.LISTENING, "", "", "")
            .carrying(List.of(endpoint("192.0.2.1", 50_005)), 0, 0, Duration.ZERO);
    return new SessionView(
        new SessionRef("s2", "ftp", CLIENT.withPort(40_001), null, null, 3),
        "ftp",
        SINCE,
        SessionView.State.CONNECTING,
        false,
        false,
        "",
        "",
        Duration.ZERO,
        0,
        List.of(data));
  }

  private static Endpoint endpoint(String address, int port) {
    return new Endpoint(AddressLiteral.parse(address).orElseThrow(), port);
  }

  @Override
  public boolean kick(String id, String reason) {
    asked.add("kick " + id + ": " + reason);
    return id.equals("s1");
  }

  @Override
  public int kick(Network client, String reason) {
    asked.add("kick " + client + ": " + reason);
    return 2;
  }

  @Override
  public boolean drain(boolean wanted) {
    if (starting) {
      return false;
    }
    boolean changes = drained != wanted;
    drained = wanted;
    return changes;
  }

  @Override
  public boolean drained() {
    return drained;
  }
}
