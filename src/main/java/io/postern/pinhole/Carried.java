package io.postern.pinhole;

import java.time.Duration;

/**
 * What a data connection has carried so far.
 *
 * @param toServer bytes that the server's side took
 * @param toClient bytes that the client's side took
 * @param lasted since the peer connected
 */
public record Carried(long toServer, long toClient, Duration lasted) {

  /** Nothing: nobody has connected. */
  public static final Carried NOTHING = new Carried(0, 0, Duration.ZERO);
}
