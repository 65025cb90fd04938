package io.postern.transcript;

import java.util.List;
import java.util.stream.Stream;

/** A transcript, and how it is cut into segments. */
record Case(Transcript transcript, Split split) {

  /** Every transcript in every way. */
  static Stream<Case> of(List<Transcript> transcripts, Split... splits) {
    return transcripts.stream()
        .flatMap(transcript -> Stream.of(splits).map(split -> new Case(transcript, split)));
  }

  @Override
  public String toString() {
    return transcript + ", " + split;
  }
}
