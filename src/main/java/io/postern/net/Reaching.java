package io.postern.net;

/** One session's way to its server. On the session's event loop. */
interface Reaching extends AutoCloseable {

  /**
   * At the session's end, or when it gives up: the seeker hears no more, and a place at a server of
   * a pool is given back. Leaves a connection alone that the seeker has got. Idempotent.
   */
  @Override
  void close();
}
