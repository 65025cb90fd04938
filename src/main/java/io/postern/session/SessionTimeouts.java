package io.postern.session;

import java.time.Duration;

/**
 * How long a control session waits for what; each is a key of {@code timeouts}.
 *
 * @param greeting how long the server may take to greet, once connected
 * @param login how long the client may take to log in, from the greeting
 * @param idle how long neither side may send anything while no transfer runs
 * @param pinhole how long a pinhole waits for its peer
 * @param dataConnect how long a transfer command waits for its data connection
 * @param linger how long a closing session waits for the last bytes
 * @param drain how long a data connection outlives its control channel
 */
public record SessionTimeouts(
    Duration greeting,
    Duration login,
    Duration idle,
    Duration pinhole,
    Duration dataConnect,
    Duration linger,
    Duration drain) {

  /** The defaults. */
  public static final SessionTimeouts DEFAULT =
      new SessionTimeouts(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(15),
          Duration.ofMinutes(2),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1));
}
