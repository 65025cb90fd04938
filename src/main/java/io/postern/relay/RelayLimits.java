package io.postern.relay;

import java.util.List;

/**
 * What limits one relay.
 *
 * @param pacers the slowest of them counts, for both directions together; each may be shared
 * @param fromLeft the most bytes that the left side may send; a relay that gets more ends with
 *     {@link RelayEnd.Cause#TOO_LARGE} and passes none of those above on
 * @param fromRight the same for the right side
 */
public record RelayLimits(List<Pacer> pacers, long fromLeft, long fromRight) {

  /** As many bytes as it likes. */
  public static final long ANY = Long.MAX_VALUE;

  /** The limits. */
  public RelayLimits {
    pacers = List.copyOf(pacers);
  }
}
