package io.postern.pinhole;

import io.postern.relay.Pacer;
import java.util.List;

/**
 * What limits a data connection.
 *
 * @param pacers the slowest of them counts, for both directions together
 * @param uploadBytes the most that the client may send; 0 means any. A data connection on which it
 *     sends more is reset, and ends with {@link io.postern.event.DataEnd#TOO_LARGE}
 */
public record TransferLimits(List<Pacer> pacers, long uploadBytes) {

  /** The limits. */
  public TransferLimits {
    pacers = List.copyOf(pacers);
  }
}
