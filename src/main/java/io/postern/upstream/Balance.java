package io.postern.upstream;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** One way to choose. Called with the pool's lock held; keeps what it remembers in the members. */
interface Balance {

  /** Those that may serve a client at all, whatever their state. */
  default Collection<Member> candidates(Map<Server, Member> all, Client client) {
    return all.values();
  }

  /** One of these, which are at least one, and all free. */
  Member choose(List<Member> free, Client client, long nowNanos);

  /** What the settings name. */
  static Balance of(PoolSettings settings) {
    return switch (settings.choice()) {
      case ROUND_ROBIN -> new RoundRobin();
      case LEAST_CONNECTIONS -> new LeastConnections();
      case SOURCE_HASH -> new SourceHash();
      case USER -> new ByUser(settings.users());
    };
  }
}
