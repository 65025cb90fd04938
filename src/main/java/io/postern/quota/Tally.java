package io.postern.quota;

import io.postern.ftp.Network;
import io.postern.policy.Limits;
import io.postern.policy.Quotas;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is counted across all sessions of the process. It knows rules by their ids only, so it
 * outlives every policy. A client is what {@link Network#ofClient} says: an IPv4 address, or the
 * /64 of an IPv6 address. Thread-safe.
 */
public final class Tally implements Quotas {

  private static final Entry UNLIMITED = new Entry(() -> {}, "", "");

  private final Places places = new Places();
  private final FailedLogins failedLogins;
  private final Bans bans;

  /**
   * Nothing counted yet.
   *
   * @param bans how many bans are kept at most, and failed logins of as many clients ({@code
   *     limits.bans}). Where there are more, the clients that come least are forgotten
   * @param nanoTime the monotonic clock that {@link #loginFailed} is told the time of
   */
  public Tally(int bans, LongSupplier nanoTime) {
    this.bans = new Bans(bans, nanoTime);
    this.failedLogins = new FailedLogins(bans, nanoTime, this.bans);
  }

  /** Who is banned. */
  public Bans bans() {
    return bans;
  }

  @Override
  public Entry enter(Kind kind, List<Limits> limits, InetAddress client, @Nullable String user) {
    if (limits.isEmpty()) {
      return UNLIMITED;
    }
    Network network = Network.ofClient(client);
    List<Claim> claims =
        limits.stream().flatMap(each -> Claim.of(kind, each, network, user)).toList();
    return claims.isEmpty() ? UNLIMITED : places.enter(claims);
  }

  @Override
  public Optional<Limits> loginFailed(
      List<Limits> limits, InetAddress client, @Nullable String user, long nowNanos) {
    List<Limits> counting =
        limits.stream().filter(each -> each.failedLogins().isPresent()).toList();
    return counting.isEmpty()
        ? Optional.empty()
        : failedLogins.add(counting, Network.ofClient(client), Failure.of(user, nowNanos));
  }

  @Override
  public void loggedIn(InetAddress client, @Nullable String user) {
    if (user != null) {
      failedLogins.forget(Network.ofClient(client), user);
    }
  }

  @Override
  public Optional<Duration> banned(InetAddress client) {
    return bans.remaining(client);
  }

  /** How many counts of places are held; 0 when there is neither session nor transfer. */
  int counts() {
    return places.counts();
  }

  /** Of how many clients failed logins are remembered. */
  int failing() {
    return failedLogins.clients();
  }
}
