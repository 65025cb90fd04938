package io.postern.net;

/** A session that is not over. The methods may be called on any thread. */
interface LiveSession {

  /** The gateway stops: what runs may end, nothing new begins. */
  void drain();

  /** The time to end is over. */
  void stop();
}
