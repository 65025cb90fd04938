package io.postern.policy;

import java.util.List;

/**
 * What limits one data connection.
 *
 * @param rates the slowest of them counts; each is shared with all that have the same key
 * @param uploadBytes the most that the client may send; 0 means any
 */
public record DataLimits(List<Rate> rates, long uploadBytes) {

  /** No limit. */
  public static final DataLimits NONE = new DataLimits(List.of(), 0);

  /**
   * A rate.
   *
   * @param key who shares it: the rule, the kind and the session, user or address
   * @param bytesPerSecond both directions together, above 0
   */
  public record Rate(String key, long bytesPerSecond) {}
}
