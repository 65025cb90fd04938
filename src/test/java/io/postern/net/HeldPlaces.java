package io.postern.net;

import io.postern.policy.Limits;
import io.postern.policy.Quotas;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Knows which places the sessions have taken and not given back. Thread-safe. */
final class HeldPlaces implements Quotas {

  private final Quotas real;
  private final Set<Held> held = ConcurrentHashMap.newKeySet();

  HeldPlaces(Quotas real) {
    this.real = real;
  }

  /** How many. */
  int count() {
    return held.size();
  }

  /** How many of a kind. */
  long count(Kind kind) {
    return held.stream().filter(place -> place.kind == kind).count();
  }

  @Override
  public Entry enter(Kind kind, List<Limits> limits, InetAddress client, @Nullable String user) {
    Entry entry = real.enter(kind, limits, client, user);
    Place place = entry.place();
    return place == null ? entry : new Entry(new Held(kind, place), entry.rule(), entry.limit());
  }

  @Override
  public Optional<Limits> loginFailed(
      List<Limits> limits, InetAddress client, @Nullable String user, long nowNanos) {
    return real.loginFailed(limits, client, user, nowNanos);
  }

  @Override
  public void loggedIn(InetAddress client, @Nullable String user) {
    real.loggedIn(client, user);
  }

  @Override
  public Optional<Duration> banned(InetAddress client) {
    return real.banned(client);
  }

  private final class Held implements Place {

    private final Kind kind;
    private final Place place;

    Held(Kind kind, Place place) {
      this.kind = kind;
      this.place = place;
      held.add(this);
    }

    @Override
    public void leave() {
      place.leave();
      held.remove(this);
    }
  }
}
