package io.postern.session;

import java.net.InetAddress;
import java.util.Optional;

/**
 * The settings of a control session; what each means is in the README's reference.
 *
 * @param timeouts how long it waits ({@code timeouts})
 * @param limits how much it takes ({@code limits})
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
    SessionTimeouts timeouts,
    SessionLimits limits,
    Optional<InetAddress> serverDataAddress,
    int activeSourcePort,
    TlsStance tls,
    Translation translation,
    Entry entry) {

  /** The defaults. */
  public static final SessionSettings DEFAULT =
      new SessionSettings(
          SessionTimeouts.DEFAULT,
          SessionLimits.DEFAULT,
          Optional.empty(),
          20,
          TlsStance.NONE,
          Translation.NONE,
          Entry.DIRECT);
}
