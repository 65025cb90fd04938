package io.postern.session;

import io.postern.ftp.ArgumentLimits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * The timeouts and limits of a control session; what each means is in the README's reference.
 *
 * @param greeting how long the server may take to greet, once connected ({@code timeouts.greeting})
 * @param login how long the client may take to log in, from the greeting ({@code timeouts.login})
 * @param idle how long neither side may send anything while no transfer runs ({@code
 *     timeouts.idle})
 * @param pinhole how long a pinhole waits for its peer ({@code timeouts.pinhole})
 * @param dataConnect how long a transfer command waits for its data connection ({@code
 *     timeouts.data-connect})
 * @param linger how long a closing session waits for the last bytes ({@code timeouts.linger})
 * @param drain how long a data connection outlives its control channel ({@code timeouts.drain})
 * @param pendingCommands how many commands may wait for their replies ({@code
 *     limits.pending-commands})
 * @param badCommands how many malformed lines are answered before the session is closed ({@code
 *     limits.bad-commands})
 * @param dataConnections how many data connections of a session may run at once ({@code
 *     limits.data-connections-per-session})
 * @param arguments how long arguments may be ({@code limits.user-bytes} and the like)
 * @param serverDataAddress where data connections to the server go; empty means the control peer
 *     ({@code listeners[].server-data-address})
 * @param activeSourcePort the port that data connections to the client come from; 0 means any
 *     ({@code listeners[].active-source-port})
 * @param tls what is done about TLS ({@code listeners[].tls})
 * @param translation how data connections are made on either side ({@code listeners[].client-mode},
 *     {@code listeners[].server-mode})
 * @param entry who names the server ({@code listeners[].mode})
 */
public record SessionSettings(
    Duration greeting,
    Duration login,
    Duration idle,
    Duration pinhole,
    Duration dataConnect,
    Duration linger,
    Duration drain,
    int pendingCommands,
    int badCommands,
    int dataConnections,
    ArgumentLimits arguments,
    Optional<InetAddress> serverDataAddress,
    int activeSourcePort,
    TlsStance tls,
    Translation translation,
    Entry entry) {

  /** The defaults. */
  public static final SessionSettings DEFAULT =
      new SessionSettings(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(15),
          Duration.ofMinutes(2),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          100,
          10,
          8,
          ArgumentLimits.DEFAULT,
          Optional.empty(),
          20,
          TlsStance.NONE,
          Translation.NONE,
          Entry.DIRECT);

  /** A session of a listener that has its own server. */
  public SessionSettings(
      Duration greeting,
      Duration login,
      Duration idle,
      Duration pinhole,
      Duration dataConnect,
      Duration linger,
      Duration drain,
      int pendingCommands,
      int badCommands,
      int dataConnections,
      ArgumentLimits arguments,
      Optional<InetAddress> serverDataAddress,
      int activeSourcePort,
      TlsStance tls,
      Translation translation) {
    this(
        greeting,
        login,
        idle,
        pinhole,
        dataConnect,
        linger,
        drain,
        pendingCommands,
        badCommands,
        dataConnections,
        arguments,
        serverDataAddress,
        activeSourcePort,
        tls,
        translation,
        Entry.DIRECT);
  }
}
