package io.postern.upstream;

/** How a pool chooses among its servers that are up, not drained and below their limit. */
public enum Choice {
  /** Each in turn, as often as its weight says. */
  ROUND_ROBIN,
  /** The one with the fewest sessions for its weight. */
  LEAST_CONNECTIONS,
  /**
   * Always the same one for the same client: an IPv4 address, or the /64 of an IPv6 address. When a
   * server leaves, only its clients move, and they come back with it. While it is full, new
   * sessions of its clients go elsewhere.
   */
  SOURCE_HASH,
  /** The one that a table names for the user. No other stands in for it: the files are there. */
  USER
}
