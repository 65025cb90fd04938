package io.postern.net;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Names for sessions and numbers for expectations, unique in the process. Thread-safe. */
final class Ids {

  /** Told apart from those of an earlier run in the same audit log. */
  private final String prefix =
      String.format(Locale.ROOT, "%06x", new SecureRandom().nextInt(1 << 24));

  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong expectations = new AtomicLong();

  String nextSession() {
    return prefix + Long.toString(sessions.incrementAndGet(), 36);
  }

  long nextExpectation() {
    return expectations.incrementAndGet();
  }
}
