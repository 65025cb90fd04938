package io.postern.relay;

import java.time.Duration;

/**
 * The limits of a relay.
 *
 * @param bufferBytes the most that waits for a slow receiver, for each direction
 * @param connect how long connecting to the other side may take ({@code timeouts.data-connect})
 * @param stall how long a receiver may take nothing while bytes wait for it ({@code
 *     timeouts.data-stall})
 * @param idle how long nothing may come from either side ({@code timeouts.data-idle})
 */
public record RelaySettings(int bufferBytes, Duration connect, Duration stall, Duration idle) {

  /** 256 KiB; 30 s, 2 min, 10 min. */
  public static final RelaySettings DEFAULT =
      new RelaySettings(
          256 * 1024, Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10));
}
