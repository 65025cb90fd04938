package io.postern.event;

import java.util.Locale;

/** A configured limit that was reached. */
public enum Limit {
  SESSIONS,
  SESSIONS_PER_CLIENT,
  PINHOLES,
  DATA_CONNECTIONS_PER_SESSION,
  DATA_PORTS,
  PENDING_COMMANDS,
  BAD_COMMANDS,
  LINE_BYTES,
  REPLY_BYTES,
  TELNET_OPTIONS,
  /** Lines, replies and waiting commands of all sessions together. */
  HELD_BYTES,
  /** Each server of a pool that is up has as many sessions as it may. */
  SERVER_SESSIONS,
  CONNECT_TIMEOUT,
  GREETING_TIMEOUT,
  LOGIN_TIMEOUT,
  IDLE_TIMEOUT,
  PINHOLE_TIMEOUT,
  DATA_CONNECT_TIMEOUT,
  DATA_STALL_TIMEOUT,
  DATA_IDLE_TIMEOUT,
  DRAIN_TIMEOUT,
  /** Passwords of the gateway's own users that wait to be checked. */
  PASSWORD_CHECKS,
  /** Host names that clients have named and that are being looked up. */
  NAME_LOOKUPS,
  /** A rule's limit on sessions. */
  RULE_SESSIONS,
  /** A rule's limit on transfers. */
  RULE_TRANSFERS,
  /** A rule's limit on commands each second. */
  RULE_COMMANDS,
  /** A rule's limit on the size of an upload. */
  RULE_UPLOAD_BYTES,
  /** The client address is banned. */
  BANNED,
  /** An operator has drained the gateway: it takes no new sessions. */
  DRAINED;

  /** The name in metrics and the audit log: {@code sessions-per-client}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
