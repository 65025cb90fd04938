package io.postern.net;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import io.netty.resolver.dns.DnsCnameCache;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps no record of an answer of DNS, only how long the one that ends first may be believed: an
 * address, or a name on the way to it. For one look-up, on its event loop.
 */
final class TimesToLive implements DnsCache, DnsCnameCache {

  private long seconds = Long.MAX_VALUE;

  /** The shortest; empty if the answer has not come from DNS. */
  Optional<Duration> shortest() {
    return seconds == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  @Override
  public DnsCacheEntry cache(
      String hostname,
      DnsRecord[] additionals,
      InetAddress address,
      long originalTtl,
      EventLoop loop) {
    heard(originalTtl);
    return new Entry(address, null);
  }

  @Override
  public DnsCacheEntry cache(
      String hostname, DnsRecord[] additionals, Throwable cause, EventLoop loop) {
    return new Entry(null, cause);
  }

  @Override
  public void cache(String hostname, String cname, long originalTtl, EventLoop loop) {
    heard(originalTtl);
  }

  @Override
  public List<? extends DnsCacheEntry> get(String hostname, DnsRecord[] additionals) {
    return List.of();
  }

  @Override
  public @Nullable String get(String hostname) {
    return null;
  }

  @Override
  public void clear() {
    // No record is kept; a resolver that is closed must not take back what was heard.
  }

  @Override
  public boolean clear(String hostname) {
    return false;
  }

  private void heard(long timeToLive) {
    seconds = Math.min(seconds, Math.max(0, timeToLive));
  }

  private record Entry(@Nullable InetAddress address, @Nullable Throwable cause)
      implements DnsCacheEntry {}
}
