package io.postern.config;

/** Which stances deviations have that no setting names. */
public enum Compliance {
  /** Does what real clients and servers need. */
  LENIENT,
  /** Closes or refuses. */
  STRICT
}
