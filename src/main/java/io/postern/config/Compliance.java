package io.postern.config;

/** Which stances deviations have that no setting names. */
enum Compliance {
  LENIENT,
  STRICT
}
