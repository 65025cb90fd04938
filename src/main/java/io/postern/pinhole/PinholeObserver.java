package io.postern.pinhole;

import io.postern.event.DataStats;

/** What a session hears of its pinhole, on the session's thread. */
public interface PinholeObserver {

  /** It stands: the line that announces it may be sent. */
  void opened(long id, Listening listening);

  /**
   * It could not be opened; nothing more is heard.
   *
   * @param reason one line for people: ports exhausted, limit reached, bind refused
   */
  void failed(long id, String reason);

  /** The expected peers connected, or the gateway begins to connect to both sides. */
  void accepted(long id);

  /** Both sides are connected. */
  void connected(long id);

  /** Its data connection ended; the last call. */
  void ended(long id, DataStats stats);
}
