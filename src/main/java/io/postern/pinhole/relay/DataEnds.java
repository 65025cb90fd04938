package io.postern.pinhole.relay;

import io.postern.event.DataEnd;
import io.postern.relay.RelayEnd;

/** How a connection ended whose relay ended so: the relay's left side is the client. Pure. */
public final class DataEnds {

  private DataEnds() {}

  /** What events say of it. */
  public static DataEnd of(RelayEnd.Cause cause) {
    return switch (cause) {
      case COMPLETED -> DataEnd.COMPLETED;
      case LEFT_RESET -> DataEnd.CLIENT_RESET;
      case RIGHT_RESET -> DataEnd.SERVER_RESET;
      case LEFT_TRUNCATED -> DataEnd.CLIENT_TRUNCATED;
      case RIGHT_TRUNCATED -> DataEnd.SERVER_TRUNCATED;
      case STALLED -> DataEnd.STALLED;
      case IDLE -> DataEnd.IDLE;
      case TOO_LARGE -> DataEnd.TOO_LARGE;
      case ABORTED -> DataEnd.ABORTED;
    };
  }
}
