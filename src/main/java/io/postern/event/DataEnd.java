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
  /** The gateway ended it: the session's drain time was over, or the gateway stopped. */
  ABORTED
}
