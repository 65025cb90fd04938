package io.postern.admin;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;

/** Closes connections above a number at once. */
final class ConnectionLimit {

  private final int max;
  private final AtomicInteger open = new AtomicInteger();

  ConnectionLimit(int max) {
    this.max = max;
  }

  /** Counts a connection until it closes, or closes it. */
  boolean admit(Channel connection) {
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      connection.close();
      return false;
    }
    connection.closeFuture().addListener(closed -> open.decrementAndGet());
    return true;
  }
}
