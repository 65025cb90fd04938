package io.postern.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.audit.AuditReader.Unreadable;
import io.postern.testing.SampleEvents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AuditReaderTest {

  private final List<String> unreadable = new ArrayList<>();

  private List<AuditLine> read(byte[] content) throws IOException {
    List<AuditLine> lines = new ArrayList<>();
    try (AuditReader reader =
        new AuditReader("a", new ByteArrayInputStream(content), this::unreadable)) {
      for (Optional<AuditLine> line = reader.next(); line.isPresent(); line = reader.next()) {
        lines.add(line.get());
      }
    }
    return lines;
  }

  private List<AuditLine> read(String content) throws IOException {
    return read(content.getBytes(StandardCharsets.UTF_8));
  }

  private void unreadable(Unreadable line) {
    unreadable.add(line.toString());
  }

  private static String ownLog() {
    StringBuilder log = new StringBuilder();
    AuditLines lines = new AuditLines();
    SampleEvents.oneOfEach().forEach(event -> lines.append(log, Instant.EPOCH, event));
    return log.toString();
  }

  @Test
  void next_ownLog_readsEveryField() throws IOException {
    List<AuditLine> lines = read(ownLog());
    assertThat(unreadable).isEmpty();
    assertThat(lines).hasSizeGreaterThan(15);
    String[] texts = ownLog().split("\n", -1);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i).fields()).isEqualTo(Json.parse(texts[i]));
      assertThat(lines.get(i).place()).isEqualTo("a:" + (i + 1));
    }
  }

  @Test
  void next_linesThatCantBeRead_areToldAndPassedOver() throws IOException {
    List<AuditLine> lines =
        read(
            """
            {"event":"a"}

            {"event":"b"
            [1]
            nonsense
            {"event":"c"} {"event":"d"}
            {"event":"e","nested":{"x":[1,2]},"list":[1],"none":null,"n":1.5,"flag":true}
            {"event":"f","x":"\\ud8
            """
                + "{\"event\":\"cut o");
    assertThat(lines).extracting(AuditLine::event).containsExactly("a", "e");
    assertThat(lines.get(1).fields())
        .containsOnlyKeys("event", "n", "flag")
        .containsEntry("n", "1.5")
        .containsEntry("flag", "true");
    assertThat(unreadable)
        .containsExactly(
            "a:3: cut off, or not JSON",
            "a:4: not a JSON object",
            "a:5: cut off, or not JSON",
            "a:6: more than one JSON object",
            "a:8: cut off, or not JSON",
            "a:9: cut off, or not JSON");
  }

  @Test
  void next_overlongLine_isPassedOver() throws IOException {
    List<AuditLine> lines =
        read("{\"x\":\"" + "y".repeat(1 << 20) + "\"}\r\n{\"event\":\"b\"}\r\n");
    assertThat(lines).extracting(AuditLine::event).containsExactly("b");
    assertThat(unreadable).containsExactly("a:1: longer than any line of ours");
  }

  @Test
  void next_mutatedLogs_neverThrows() throws IOException {
    byte[] log = ownLog().getBytes(StandardCharsets.UTF_8);
    Random random = new Random(959);
    int read = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] mutated = log.clone();
      for (int edits = 1 + random.nextInt(8); edits > 0; edits--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      read += read(mutated).size();
    }
    assertThat(unreadable).isNotEmpty();
    assertThat(read).isGreaterThan(1_000);
  }
}
