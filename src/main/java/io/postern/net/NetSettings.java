package io.postern.net;

import io.postern.relay.RelaySettings;
import io.postern.tls.TlsSettings;
import java.time.Duration;
import java.util.List;

/**
 * All that the network side is told.
 *
 * @param listeners at least one
 * @param pools those that listeners name
 * @param relay the limits of data connections
 * @param tls what TLS is spoken, on all listeners
 * @param sessions how many sessions at once ({@code limits.sessions})
 * @param sessionsPerClient how many sessions at once for one client address ({@code
 *     limits.sessions-per-client})
 * @param pinholes how many pinholes at once ({@code limits.pinholes})
 * @param bans how many bans are kept at most, and failed logins of as many clients ({@code
 *     limits.bans})
 * @param heldBytes what all sessions may hold of lines, replies and waiting commands ({@code
 *     limits.held-bytes})
 * @param stop how long running transfers may go on after SIGTERM ({@code timeouts.stop})
 * @param names how host names are looked up
 * @param plain what holds for connections that are no FTP
 * @param backlog how many connections the system keeps for each listener until they are accepted
 *     ({@code limits.backlog})
 * @param threads event loops; 0 means as many as there are processors ({@code threads})
 */
public record NetSettings(
    List<ListenerSettings> listeners,
    List<UpstreamSettings> pools,
    RelaySettings relay,
    TlsSettings tls,
    int sessions,
    int sessionsPerClient,
    int pinholes,
    int bans,
    int heldBytes,
    Duration stop,
    NameSettings names,
    PlainSettings plain,
    int backlog,
    int threads) {

  /** The default of {@code backlog}. */
  public static final int BACKLOG = 1024;

  /** The default of {@code heldBytes}: 64 MiB. */
  public static final int HELD_BYTES = 64 << 20;

  /** Copies the lists. */
  public NetSettings {
    listeners = List.copyOf(listeners);
    pools = List.copyOf(pools);
  }

  /** Without pools, and with other limits as they are by default. */
  public NetSettings(
      List<ListenerSettings> listeners,
      RelaySettings relay,
      TlsSettings tls,
      int sessions,
      int sessionsPerClient,
      int pinholes,
      int bans,
      Duration stop,
      Duration resolve,
      int threads) {
    this(
        listeners,
        List.of(),
        relay,
        tls,
        sessions,
        sessionsPerClient,
        pinholes,
        bans,
        HELD_BYTES,
        stop,
        NameSettings.lasting(resolve),
        PlainSettings.DEFAULT,
        BACKLOG,
        threads);
  }
}
