package io.postern.app;

import java.util.Locale;

/** What makes a policy load. */
enum PolicyTrigger {
  /** The start of the gateway. */
  START,
  /** A file of the policy changed. */
  FILE,
  /** SIGHUP. */
  SIGNAL,
  /** {@code POST /reload} on the admin port. */
  ADMIN;

  /** The name in metrics and the audit log: {@code file}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
