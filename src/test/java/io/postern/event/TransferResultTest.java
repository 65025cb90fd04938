package io.postern.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Direction;
import io.postern.ftp.Verb;
import io.postern.testing.SampleEvents;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferResultTest {

  @ParameterizedTest
  @CsvSource({
    "226, COMPLETED, COMPLETED",
    "250, COMPLETED, COMPLETED",
    "426, COMPLETED, ABORTED",
    "451, COMPLETED, FAILED",
    "0, COMPLETED, FAILED",
    "226, CLIENT_RESET, ABORTED",
    "426, SERVER_RESET, ABORTED",
    "426, ABORTED, ABORTED",
    "426, STALLED, STALLED",
    "426, IDLE, STALLED",
    "552, TOO_LARGE, TOO_LARGE",
    "425, UNREACHABLE, UNREACHABLE"
  })
  void of_withDataConnection(int code, DataEnd end, TransferResult result) {
    DataStats stats = new DataStats(end, 0, 0, Duration.ZERO, Duration.ZERO, "");

    assertThat(TransferResult.of(SampleEvents.transfer(Verb.RETR, code, stats))).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource({"226, COMPLETED", "550, FAILED", "425, UNREACHABLE", "426, ABORTED", "0, FAILED"})
  void of_withoutDataConnection(int code, TransferResult result) {
    assertThat(TransferResult.of(SampleEvents.transfer(Verb.STOR, code, null))).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource({
    "STOR, UPLOAD",
    "APPE, UPLOAD",
    "STOU, UPLOAD",
    "RETR, DOWNLOAD",
    "LIST, LISTING",
    "NLST, LISTING",
    "MLSD, LISTING"
  })
  void direction_ofEveryTransferCommand(Verb verb, Direction direction) {
    assertThat(Direction.of(verb)).isEqualTo(direction);
  }
}
