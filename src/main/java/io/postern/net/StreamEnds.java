package io.postern.net;

import io.postern.event.Limit;
import io.postern.event.SessionOutcome;
import io.postern.relay.RelayEnd;
import java.util.Optional;

/** What the end of a plain session's relay means to those who are told. Its left is the client. */
final class StreamEnds {

  private StreamEnds() {}

  static SessionOutcome outcome(RelayEnd.Cause cause) {
    return switch (cause) {
      case COMPLETED, LEFT_RESET, LEFT_TRUNCATED -> SessionOutcome.CLIENT_CLOSED;
      case RIGHT_RESET, RIGHT_TRUNCATED -> SessionOutcome.SERVER_CLOSED;
      case STALLED, IDLE -> SessionOutcome.TIMED_OUT;
      case TOO_LARGE -> SessionOutcome.LIMITED;
      case ABORTED -> SessionOutcome.STOPPED;
    };
  }

  /** The limit that ended it, if one did. */
  static Optional<Limit> limit(RelayEnd.Cause cause) {
    return switch (cause) {
      case STALLED -> Optional.of(Limit.DATA_STALL_TIMEOUT);
      case IDLE -> Optional.of(Limit.DATA_IDLE_TIMEOUT);
      case TOO_LARGE -> Optional.of(Limit.RULE_UPLOAD_BYTES);
      default -> Optional.empty();
    };
  }

  static String reason(RelayEnd.Cause cause) {
    return switch (cause) {
      case COMPLETED -> "both sides ended";
      case LEFT_RESET, LEFT_TRUNCATED -> "the client's connection was reset";
      case RIGHT_RESET, RIGHT_TRUNCATED -> "the server's connection was reset";
      case STALLED -> "a side took nothing for too long";
      case IDLE -> "nothing came for too long";
      case TOO_LARGE -> "the client sent more than is allowed";
      case ABORTED -> "the gateway stops";
    };
  }
}
