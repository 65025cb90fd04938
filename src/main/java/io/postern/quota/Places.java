package io.postern.quota;

import io.postern.policy.Quotas;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many places are taken under each limit. A count is held only while somebody has a place, so
 * there are never more than the sessions and transfers need. Thread-safe.
 *
 * <p>One lock for all: a claim under several limits is then taken whole or not at all, and nobody
 * is refused because of places that another takes and gives back at once.
 */
final class Places {

  private final Lock lock = new ReentrantLock();
  private final Map<Claim.Count, Integer> taken = new HashMap<>();

  /** Takes a place for each of the claims, or for none. */
  Quotas.Entry enter(List<Claim> claims) {
    lock.lock();
    try {
      for (int i = 0; i < claims.size(); i++) {
        Claim claim = claims.get(i);
        if (taken.getOrDefault(claim.count(), 0) >= claim.most()) {
          giveBack(claims.subList(0, i));
          return new Quotas.Entry(null, claim.count().rule(), claim.count().limit());
        }
        taken.merge(claim.count(), 1, Integer::sum);
      }
    } finally {
      lock.unlock();
    }
    return new Quotas.Entry(new Held(claims), "", "");
  }

  /** How many counts are held. */
  int counts() {
    lock.lock();
    try {
      return taken.size();
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(List<Claim> claims) {
    for (Claim claim : claims) {
      taken.computeIfPresent(claim.count(), (count, places) -> places == 1 ? null : places - 1);
    }
  }

  /** Places under several limits, given back once. */
  private final class Held implements Quotas.Place {

    private List<Claim> claims;

    Held(List<Claim> claims) {
      this.claims = claims;
    }

    @Override
    public void leave() {
      lock.lock();
      try {
        giveBack(claims);
        claims = List.of();
      } finally {
        lock.unlock();
      }
    }
  }
}
