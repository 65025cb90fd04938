package io.postern.tls;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that a listener shows, with their keys: an unchanging snapshot. Safe for all
 * threads.
 */
public final class ServerKeys {

  private final List<ServerKey> keys;

  /** The first serves clients whose name no certificate has. */
  ServerKeys(List<ServerKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no key");
    }
    this.keys = List.copyOf(keys);
  }

  /**
   * The key for a client: the first whose certificate has the name, exactly before by wildcard;
   * else the first of all.
   *
   * @param serverName the SNI, or null
   */
  ServerKey select(@Nullable String serverName) {
    return serverName == null ? keys.get(0) : find(serverName).orElse(keys.get(0));
  }

  /** When the first of the certificates of servers expires; what signs them is not looked at. */
  public Instant expires() {
    return keys.stream()
        .map(key -> key.chain().get(0).getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Whether a certificate has this name, exactly or by wildcard (RFC 9525 section 6.3). */
  public boolean has(String serverName) {
    return find(serverName).isPresent();
  }

  private Optional<ServerKey> find(String name) {
    return first(key -> key.names().hasExactly(name))
        .or(() -> first(key -> key.names().matchWildcard(name)));
  }

  private Optional<ServerKey> first(Predicate<ServerKey> condition) {
    return keys.stream().filter(condition).findFirst();
  }
}
