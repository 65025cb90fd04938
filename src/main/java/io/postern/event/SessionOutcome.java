package io.postern.event;

/** How a session ended. */
public enum SessionOutcome {
  /** QUIT was answered. */
  QUIT,
  /** The client's end closed or died. */
  CLIENT_CLOSED,
  /** The server's end closed or died. */
  SERVER_CLOSED,
  /** The server could not be reached. */
  UNREACHABLE,
  /** A timeout of the gateway. */
  TIMED_OUT,
  /** A limit of the gateway. */
  LIMITED,
  /** A deviation whose stance is close, or a breach of the protocol. */
  REFUSED,
  /** An operator ended it. */
  KICKED,
  /** The gateway stopped. */
  STOPPED,
  /** A fault of the gateway itself. */
  FAILED
}
