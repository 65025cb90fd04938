package io.postern.net;

import io.netty.channel.EventLoop;
import io.postern.session.SessionView;
import java.net.InetAddress;

/** A session that is not over. The methods may be called on any thread, but for {@link #view}. */
interface LiveSession {

  /** Unique in the process. */
  String id();

  /** The client's address. */
  InetAddress clientAddress();

  /** Where it lives. */
  EventLoop eventLoop();

  /** How it stands now; on its event loop only. */
  SessionView view();

  /** The gateway stops: what runs may end, nothing new begins. */
  void drain();

  /** The time to end is over. */
  void stop();

  /**
   * An operator ends it, data connections and all.
   *
   * @param reason for events, one line for people
   */
  void kick(String reason);
}
