package io.postern.net;

import io.postern.upstream.PoolSettings;
import io.postern.upstream.ProbeSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * A pool, and how its servers are spoken to.
 *
 * @param pool the servers, how one is chosen and how they are watched; what probes log in with is
 *     in {@code account}
 * @param talk what its servers say
 * @param account the account of probes; only with {@link Talk#FTP}
 * @param greeting how long a server may take to greet a session before the next one is tried; only
 *     with {@link Talk#FTP}
 * @param send the PROXY header that sessions and probes begin with
 */
public record UpstreamSettings(
    PoolSettings pool,
    Talk talk,
    Optional<ProbeAccount> account,
    Duration greeting,
    ProxyProtocol.Send send) {

  /** The default of {@code greeting}. */
  public static final Duration GREETING = Duration.ofSeconds(10);

  /** The same, with the password of the account. */
  public UpstreamSettings withPassword(String password) {
    ProbeAccount known = account.orElseThrow();
    ProbeSettings probe =
        new ProbeSettings(
            Optional.of(new ProbeSettings.Login(known.user(), password)), known.passive());
    return new UpstreamSettings(
        pool.health().map(health -> pool.watched(health.asking(probe))).orElse(pool),
        talk,
        account,
        greeting,
        send);
  }

  /** What a server says before anybody has said anything to it. */
  public enum Talk {
    /** A greeting of FTP. */
    FTP,
    /** An identification of SSH. */
    SSH,
    /** Nothing that could be waited for: that it can be connected to is enough. */
    NONE
  }
}
