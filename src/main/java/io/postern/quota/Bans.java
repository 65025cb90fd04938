package io.postern.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.postern.ftp.Network;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The clients that are banned, each until its time is over. Bounded: above the limit of those that
 * rules ban, the cache drops the clients that knock least. Operators' bans have a place of their
 * own, so that no flood of addresses drops one; above the same limit a new one is refused.
 * Thread-safe.
 */
public final class Bans {

  /** In place of a rule's id, which begins with no bracket, where an operator has banned. */
  public static final String OPERATOR = "(operator)";

  private final Cache<Network, Entry> entries;
  private final Map<Network, Entry> byOperators = new ConcurrentHashMap<>();
  private final int most;
  private final LongSupplier nanoTime;

  /**
   * A ban.
   *
   * @param client an address, or the /64 of an IPv6 address
   * @param rule the id of the rule that bans, or {@link #OPERATOR}
   * @param left how long it still lasts
   */
  public record Ban(Network client, String rule, Duration left) {}

  private record Entry(String rule, long sinceNanos, Duration length) {}

  /** At most so many of rules, and so many of operators. */
  Bans(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
    this.entries =
        Caffeine.newBuilder()
            .maximumSize(most)
            .expireAfter(Expiry.<Network, Entry>writing((client, entry) -> left(entry)))
            .ticker(nanoTime::getAsLong)
            // Little work, done by whoever writes: no pool of threads of its own.
            .executor(Runnable::run)
            .build();
  }

  /** How long a client is still banned; empty if it is not. */
  public Optional<Duration> remaining(InetAddress client) {
    Network network = Network.ofClient(client);
    return Stream.of(byOperators.get(network), entries.getIfPresent(network))
        .filter(Objects::nonNull)
        .map(this::left)
        .filter(left -> !left.isZero())
        .max(Comparator.naturalOrder());
  }

  /** Those that last longest, at most so many, the longest first. */
  public List<Ban> longest(int most) {
    Map<Network, Entry> all = new HashMap<>(entries.asMap());
    byOperators.forEach((client, entry) -> all.merge(client, entry, this::longer));
    return all.entrySet().stream()
        .map(each -> new Ban(each.getKey(), each.getValue().rule(), left(each.getValue())))
        .filter(ban -> !ban.left().isZero())
        .sorted(Comparator.comparing(Ban::left).reversed())
        .limit(most)
        .toList();
  }

  /** How many there are. */
  public int size() {
    entries.cleanUp();
    forgetThoseThatAreOver();
    long alone =
        byOperators.keySet().stream().filter(each -> !entries.asMap().containsKey(each)).count();
    return (int) (entries.estimatedSize() + alone);
  }

  /** Lifts the ban of a client; says whether there was one. */
  public boolean lift(InetAddress client) {
    Network network = Network.ofClient(client);
    boolean byRule = entries.asMap().remove(network) != null;
    Entry entry = byOperators.remove(network);
    return byRule || (entry != null && !left(entry).isZero());
  }

  /**
   * An operator bans a client from now on, for so long and no longer.
   *
   * @return whether it is in force; false if operators have made too many
   */
  public synchronized boolean ban(Network client, Duration length) {
    if (byOperators.size() >= most) {
      forgetThoseThatAreOver();
    }
    if (byOperators.size() >= most && !byOperators.containsKey(client)) {
      return false;
    }
    byOperators.put(client, new Entry(OPERATOR, nanoTime.getAsLong(), length));
    entries.invalidate(client);
    return true;
  }

  private void forgetThoseThatAreOver() {
    byOperators.values().removeIf(entry -> left(entry).isZero());
  }

  /** Bans a client from now on. A ban that lasts longer stays. */
  void ban(Network client, String rule, Duration length) {
    Entry ban = new Entry(rule, nanoTime.getAsLong(), length);
    entries.asMap().merge(client, ban, (before, now) -> longer(before, now));
  }

  private Entry longer(Entry before, Entry now) {
    return left(before).compareTo(now.length()) > 0 ? before : now;
  }

  /** Whether this rule has banned the client. */
  boolean holds(Network client, String rule) {
    Entry entry = entries.getIfPresent(client);
    return entry != null && entry.rule().equals(rule);
  }

  private Duration left(Entry entry) {
    Duration left = entry.length().minusNanos(nanoTime.getAsLong() - entry.sinceNanos());
    return left.isNegative() ? Duration.ZERO : left;
  }
}
