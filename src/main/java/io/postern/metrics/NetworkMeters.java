package io.postern.metrics;

import static io.postern.metrics.MeterFactory.label;

import io.micrometer.core.instrument.Counter;
import io.postern.event.GatewayEvent.AdminRefused;
import io.postern.event.GatewayEvent.ConnectionBlocked;
import io.postern.event.GatewayEvent.LoginAnswered;
import io.postern.event.GatewayEvent.OpaqueDataBlocked;
import io.postern.event.GatewayEvent.SessionRejected;
import io.postern.event.Limit;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Network;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The networks that are refused most: those of 24 bits, or 48 of IPv6. Peers choose these labels,
 * so there are few at a time, and one that is shown stays for an hour at least: a scanner with a
 * million addresses shows 240 networks a day. One that comes once takes nobody's place. Weights are
 * halved each hour, so that yesterday's scanner gives way to today's.
 *
 * <p>Only what its sender may not do counts: a client that finds the gateway full, or drained, does
 * nothing wrong. Thread-safe, by one lock, which each refusal takes for a few microseconds.
 */
final class NetworkMeters {

  static final int SHOWN = 10;
  static final int WEIGHED = 4_096;
  static final Duration STAYS = Duration.ofHours(1);

  private static final int IPV4_PREFIX = 24;
  private static final int IPV6_PREFIX = 48;

  /** Where somebody was refused. */
  private enum At {
    DATA_PORT,
    DOOR,
    LOGIN,
    ADMIN
  }

  private record Shown(MeterRow<At, Counter> counters, long sinceNanos) {}

  private final MeterFactory meters;
  private final LongSupplier nanoClock;
  private final NetworkWeights weights = new NetworkWeights(WEIGHED);
  private final Map<Network, Shown> shown = new HashMap<>();
  private long halvedNanos;

  NetworkMeters(MeterFactory meters, Subscriptions subscriptions, LongSupplier nanoClock) {
    this.meters = meters;
    this.nanoClock = nanoClock;
    this.halvedNanos = nanoClock.getAsLong();
    subscriptions.on(
        ConnectionBlocked.class, event -> refused(event.stranger().address(), At.DATA_PORT));
    subscriptions.on(
        OpaqueDataBlocked.class, event -> refused(event.stranger().address(), At.DATA_PORT));
    subscriptions.on(SessionRejected.class, this::turnedAway);
    subscriptions.on(LoginAnswered.class, this::answered);
    subscriptions.on(AdminRefused.class, this::withoutToken);
  }

  private void turnedAway(SessionRejected event) {
    if (event.limit() == Limit.BANNED) {
      refused(event.client().address(), At.DOOR);
    }
  }

  private void answered(LoginAnswered event) {
    if (!event.success()) {
      refused(event.session().client().address(), At.LOGIN);
    }
  }

  private void withoutToken(AdminRefused event) {
    Endpoint client = event.client();
    if (client != null) {
      refused(client.address(), At.ADMIN);
    }
  }

  private synchronized void refused(InetAddress from, At at) {
    long now = nanoClock.getAsLong();
    halveHourly(now);
    Network network = Network.around(from, IPV4_PREFIX, IPV6_PREFIX);
    weights.add(network, shown.keySet());
    if (shown.containsKey(network) || makeRoom(network, now)) {
      shown
          .computeIfAbsent(network, added -> new Shown(counters(added), now))
          .counters()
          .get(at)
          .increment();
    }
  }

  private void halveHourly(long now) {
    if (now - halvedNanos >= STAYS.toNanos()) {
      halvedNanos = now;
      weights.halve();
    }
  }

  /**
   * Whether the network may be shown: there is room, or one that is lighter by more than a single
   * refusal has been for long enough.
   */
  private boolean makeRoom(Network network, long now) {
    if (shown.size() < SHOWN) {
      return true;
    }
    Optional<Network> lighter =
        shown.entrySet().stream()
            .filter(entry -> now - entry.getValue().sinceNanos() >= STAYS.toNanos())
            .map(Map.Entry::getKey)
            .min(Comparator.comparingDouble(weights::own))
            .filter(lightest -> weights.own(lightest) + 1 < weights.own(network));
    lighter.ifPresent(this::hide);
    return lighter.isPresent();
  }

  private void hide(Network network) {
    Shown hidden = shown.remove(network);
    if (hidden != null) {
      hidden.counters().all().forEach(meters::remove);
    }
  }

  private MeterRow<At, Counter> counters(Network network) {
    return new MeterRow<>(
        At.class,
        at ->
            meters.counter(
                "refused.by.network",
                "Refusals, of the networks that have most of them",
                "network",
                network.toString(),
                "at",
                label(at)));
  }
}
