package io.postern.event;

import java.util.Locale;

/** What a rule did. */
public enum RuleEffect {
  /** It was refused with a reply. */
  DENY,
  /** It was refused, and the session ended. */
  CLOSE,
  /** It was let through; but for {@code observe} it would have been refused. */
  OBSERVE;

  /** The name in metrics and the audit log: {@code deny}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
