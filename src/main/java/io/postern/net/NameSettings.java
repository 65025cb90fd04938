package io.postern.net;

import java.time.Duration;

/**
 * How host names are looked up.
 *
 * @param longest after which time a name of the settings is looked up again at the latest ({@code
 *     timeouts.resolve})
 * @param first how long the start waits for such names, all together ({@code
 *     timeouts.resolve-at-start})
 * @param atOnce how many names that clients name are looked up at once ({@code
 *     limits.name-lookups})
 * @param perClient how many of them of one client ({@code limits.name-lookups-per-client})
 */
public record NameSettings(Duration longest, Duration first, int atOnce, int perClient) {

  /**
   * The defaults: the system's resolver gives up a silent DNS server after about 30 s, and one
   * client that names such servers leaves most of the threads to others.
   */
  public static final NameSettings DEFAULT =
      new NameSettings(Duration.ofMinutes(1), Duration.ofSeconds(30), 64, 8);

  /** Of names that clients name, the defaults. */
  public static NameSettings lasting(Duration longest) {
    return new NameSettings(longest, DEFAULT.first, DEFAULT.atOnce, DEFAULT.perClient);
  }
}
