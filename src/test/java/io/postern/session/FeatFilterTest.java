package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatFilterTest {

  /** A reply of 1 MiB has 150,000 lines, and each question asks all rules: nobody else's turn. */
  @Test
  void filtered_manyLines_asksOnceForEachVerb() {
    List<byte[]> lines = new ArrayList<>();
    lines.add(bytes("211-Features:"));
    for (int i = 0; i < 100; i++) {
      lines.add(bytes(i % 2 == 0 ? " SIZE" : " MDTM"));
    }
    lines.add(bytes("211 End"));
    List<Verb> asked = new ArrayList<>();

    Reply filtered =
        FeatFilter.filtered(
            new Reply(211, lines),
            TlsStance.NONE,
            verb -> {
              asked.add(verb);
              return verb == Verb.SIZE;
            });

    assertThat(asked).containsExactlyInAnyOrder(Verb.SIZE, Verb.MDTM);
    assertThat(filtered.lines()).hasSize(2 + 50);
  }

  private static byte[] bytes(String line) {
    return line.getBytes(StandardCharsets.US_ASCII);
  }
}
