package io.postern.event;

/** How a pinhole ended: its one terminal state. */
public enum PinholeEnd {
  /** The peer came; the data connection was relayed to its end. */
  USED,
  /** Nobody came before the deadline. */
  EXPIRED,
  /** A rule refused the data connection when it came. */
  BLOCKED,
  /** The server rejected the set-up command. */
  REJECTED,
  /** A newer set-up command took its place. */
  REPLACED,
  /** REIN. */
  REINITIALISED,
  /** The control channel ended. */
  SESSION_ENDED,
  /** No port, no listener, or the other side of the data connection could not be reached. */
  FAILED
}
