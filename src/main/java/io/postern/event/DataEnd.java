package io.postern.event;

/** How a data connection ended. */
public enum DataEnd {
  /** Both sides ended their half in order. */
  COMPLETED,
  /** The client's side was reset. */
  CLIENT_RESET,
  /** The server's side was reset. */
  SERVER_RESET,
  /** The gateway could not connect to the other side. */
  UNREACHABLE,
  /** Bytes waited, and the receiver took none for the stall timeout. */
  STALLED,
  /** No byte came from either side for the idle timeout. */
  IDLE,
  /** The client sent more than the rules allow; nothing above reached the server. */
  TOO_LARGE,
  /** The client's side ended without the end of its TLS: what came may be cut off. */
  CLIENT_TRUNCATED,
  /** The server's side ended without the end of its TLS. */
  SERVER_TRUNCATED,
  /** TLS could not be begun on one of its sides. */
  TLS_FAILED,
  /**
   * The client's side began a TLS session of its own, where it must resume its control session, or
   * showed another certificate.
   */
  NOT_RESUMED,
  /** The gateway ended it: the session's drain time was over, or the gateway stopped. */
  ABORTED
}
