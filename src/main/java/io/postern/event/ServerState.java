package io.postern.event;

import java.util.Locale;

/** What a server of a pool has become. */
public enum ServerState {
  /** It gets sessions. */
  UP,
  /** It answers again, not often enough yet: no sessions. */
  PROBING,
  /** It fails: no sessions. */
  DOWN,
  /** An operator has it drained: no new sessions. */
  DRAINED,
  /** An operator has ended its drain. */
  RESUMED;

  /** The word in the audit log. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
