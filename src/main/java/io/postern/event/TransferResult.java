package io.postern.event;

import java.util.Locale;

/** What became of a transfer, from its data connection's end and its final reply. */
public enum TransferResult {
  /** The server answered 2xx, and the data connection ended in order. */
  COMPLETED,
  /** The server refused or failed it, or never answered. */
  FAILED,
  /** It was broken off: ABOR, a reset, the end of the session, or 426. */
  ABORTED,
  /** The data connection stood, and nothing moved for a timeout. */
  STALLED,
  /** The client sent more than the rules allow. */
  TOO_LARGE,
  /** There was no data connection: 425, or one side could not be connected to. */
  UNREACHABLE;

  private static final int NO_DATA_CONNECTION = 425;
  private static final int TRANSFER_ABORTED = 426;

  /** The result of a transfer. */
  public static TransferResult of(GatewayEvent.TransferEnded transfer) {
    DataStats stats = transfer.stats();
    return stats == null || stats.end() == DataEnd.COMPLETED
        ? ofCode(transfer.code())
        : ofEnd(stats.end());
  }

  private static TransferResult ofCode(int code) {
    if (code / 100 == 2) {
      return COMPLETED;
    }
    return switch (code) {
      case NO_DATA_CONNECTION -> UNREACHABLE;
      case TRANSFER_ABORTED -> ABORTED;
      default -> FAILED;
    };
  }

  private static TransferResult ofEnd(DataEnd end) {
    return switch (end) {
      case UNREACHABLE -> UNREACHABLE;
      case STALLED, IDLE -> STALLED;
      case TOO_LARGE -> TOO_LARGE;
      default -> ABORTED;
    };
  }

  /** The name in metrics and the audit log: {@code completed}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
