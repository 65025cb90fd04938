package io.postern.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.postern.ftp.Network;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The clients that are banned, each until its time is over. Bounded: above the limit, the cache
 * drops the clients that knock least. Thread-safe.
 */
public final class Bans {

  /** In place of a rule's id, which begins with no bracket, where an operator has banned. */
  public static final String OPERATOR = "(operator)";

  private final Cache<Network, Entry> entries;
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

  Bans(int most, LongSupplier nanoTime) {
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
    return Optional.ofNullable(entries.getIfPresent(Network.ofClient(client))).map(this::left);
  }

  /** Those that last longest, at most so many, the longest first. */
  public List<Ban> longest(int most) {
    return entries.asMap().entrySet().stream()
        .map(each -> new Ban(each.getKey(), each.getValue().rule(), left(each.getValue())))
        .sorted(Comparator.comparing(Ban::left).reversed())
        .limit(most)
        .toList();
  }

  /** How many there are. */
  public int size() {
    entries.cleanUp();
    return (int) entries.estimatedSize();
  }

  /** Lifts the ban of a client; says whether there was one. */
  public boolean lift(InetAddress client) {
    return entries.asMap().remove(Network.ofClient(client)) != null;
  }

  /** An operator bans a client from now on, for so long and no longer. */
  public void ban(Network client, Duration length) {
    entries.put(client, new Entry(OPERATOR, nanoTime.getAsLong(), length));
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
