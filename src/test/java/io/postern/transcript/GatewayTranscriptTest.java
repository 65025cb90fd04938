package io.postern.transcript;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every transcript that sockets can show, against the whole gateway. */
class GatewayTranscriptTest {

  static Stream<Case> cases() {
    return Case.of(
        Transcripts.all().stream().filter(one -> one.pureOnly().isEmpty()).toList(),
        Split.WHOLE,
        Split.BYTES,
        Split.random(4));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void transcript_onTheGateway(Case one) throws IOException {
    try (Stage stage = new SocketStage(one.transcript(), one.split())) {
      new Performance(one.transcript(), stage).run();
    }
  }
}
