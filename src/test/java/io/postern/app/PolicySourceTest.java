package io.postern.app;

import static io.postern.app.FilePolicy.stance;
import static io.postern.app.FilePolicy.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postern.config.ConfigException;
import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.PolicyLoaded;
import io.postern.event.GatewayEvent.PolicyRejected;
import io.postern.ftp.Stance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicySourceTest {

  private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
  private final LogLines log = new LogLines(PolicySource.class);
  @TempDir private Path folder;
  private Path file;
  private FilePolicy reader;
  private PolicySource source;

  @BeforeEach
  void load() throws Exception {
    file = Files.writeString(folder.resolve("rules.yaml"), text(Stance.LOG));
    reader = new FilePolicy(file);
    source = PolicySource.load(file, reader);
    source.announce(events::add);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void load_isGenerationOneAndAnnounced() {
    assertThat(source.policy().generation()).isEqualTo(1);
    assertThat(source.summary()).isEqualTo(file + ", 0 rules, default allow");
    assertThat(events).containsExactly(new PolicyLoaded(1, List.of(), "start"));
  }

  @Test
  void load_withAMistake_throws() throws IOException {
    Files.writeString(file, "nonsense");

    assertThatThrownBy(() -> PolicySource.load(file, reader)).isInstanceOf(ConfigException.class);
  }

  @Test
  void reload_otherContent_swapsAndCounts() throws IOException {
    Files.writeString(file, text(Stance.CLOSE));

    PolicyReload reload = source.reload(PolicyTrigger.ADMIN);

    assertThat(reload.mistakes()).isEmpty();
    assertThat(reload.policy()).isSameAs(source.policy());
    assertThat(stance(source.policy())).isEqualTo(Stance.CLOSE);
    assertThat(source.policy().generation()).isEqualTo(2);
    assertThat(events).endsWith(new PolicyLoaded(2, List.of(), "admin"));
    assertThat(log.all())
        .containsExactly("INFO rules: " + file + ", 0 rules, default allow; generation 2 (admin)");
  }

  @Test
  void reload_sameContent_keepsPolicyAndGeneration() throws IOException {
    var before = source.policy();
    Files.writeString(file, text(Stance.LOG));

    assertThat(source.reload(PolicyTrigger.SIGNAL).mistakes()).isEmpty();

    assertThat(source.policy()).isSameAs(before);
    assertThat(events).hasSize(1);
    assertThat(log.all()).singleElement().asString().contains("unchanged, generation 1 (signal)");
  }

  @Test
  void reload_mistakes_keepsTheOldAndTellsEveryOne() throws IOException {
    Files.writeString(file, "rules: [{id: a, then: deny, xyz: 1}]\ncomplianc: lenient\n");

    PolicyReload reload = source.reload(PolicyTrigger.FILE);

    assertThat(reload.mistakes()).hasSize(2);
    assertThat(reload.mistakes().get(0)).startsWith(file + ":1:29: ");
    assertThat(reload.mistakes().get(1)).startsWith(file + ":2:1: ");
    assertThat(stance(source.policy())).isEqualTo(Stance.LOG);
    assertThat(source.policy().generation()).isEqualTo(1);
    assertThat(events).endsWith(new PolicyRejected(1, 2, reload.mistakes().get(0), "file"));
    assertThat(log.all())
        .containsExactly(
            "WARN rules not loaded, 2 mistakes; generation 1 stays (file)",
            "WARN " + reload.mistakes().get(0),
            "WARN " + reload.mistakes().get(1));
  }

  @Test
  void reload_sameMistakes_areToldToWhoAsksAndNotForATouch() throws IOException {
    Files.writeString(file, "nonsense");
    source.reload(PolicyTrigger.FILE);

    source.reload(PolicyTrigger.FILE);
    assertThat(events).hasSize(2);

    assertThat(source.reload(PolicyTrigger.ADMIN).mistakes()).hasSize(1);
    assertThat(events).hasSize(3);
  }

  @Test
  void reload_mistakeTakenBack_saysThatAllIsWell() throws IOException {
    Files.writeString(file, "nonsense");
    source.reload(PolicyTrigger.FILE);
    Files.writeString(file, text(Stance.LOG));

    source.reload(PolicyTrigger.FILE);

    assertThat(source.policy().generation()).isEqualTo(1);
    assertThat(log.all()).last().asString().contains("unchanged, generation 1 (file)");
  }

  @Test
  void reload_afterAMistake_goesOnWithTheNextGeneration() throws IOException {
    Files.writeString(file, "nonsense");
    source.reload(PolicyTrigger.FILE);
    Files.writeString(file, text(Stance.DENY));

    source.reload(PolicyTrigger.FILE);

    assertThat(source.policy().generation()).isEqualTo(2);
    assertThat(stance(source.policy())).isEqualTo(Stance.DENY);
  }

  @Test
  void reload_fileWrittenUnderTheReading_isReadAgain() throws IOException {
    Files.writeString(file, text(Stance.DENY));
    reader.afterReading(() -> write(file, text(Stance.CLOSE)));

    source.reload(PolicyTrigger.FILE);

    assertThat(stance(source.policy())).isEqualTo(Stance.CLOSE);
    assertThat(source.policy().generation()).isEqualTo(2);
  }

  @Test
  void reload_halfWrittenUnderTheReading_isNotAMistakeOnceItIsWhole() throws IOException {
    Files.writeString(file, text(Stance.CLOSE).substring(0, 12));
    reader.afterReading(() -> write(file, text(Stance.CLOSE)));

    assertThat(source.reload(PolicyTrigger.FILE).mistakes()).isEmpty();

    assertThat(stance(source.policy())).isEqualTo(Stance.CLOSE);
    assertThat(events).hasSize(2);
  }

  @Test
  void reload_moreFiles_areWatchedAndTheirContentCounts() throws IOException {
    Path other = Files.writeString(folder.resolve("other.txt"), "bob\n");
    Files.writeString(file, text(Stance.LOG, "other.txt"));
    source.reload(PolicyTrigger.FILE);
    assertThat(source.files()).containsExactlyInAnyOrder(file, other);
    assertThat(source.policy().generation()).isEqualTo(2);

    source.reload(PolicyTrigger.ADMIN);
    assertThat(source.policy().generation()).isEqualTo(2);

    Files.writeString(other, "anna\n");
    source.reload(PolicyTrigger.FILE);
    assertThat(source.policy().generation()).isEqualTo(3);
  }

  @Test
  void reload_missingFurtherFile_isWatchedFor() throws IOException {
    Files.writeString(file, text(Stance.DENY, "other.txt"));

    assertThat(source.reload(PolicyTrigger.FILE).mistakes()).hasSize(1);

    assertThat(source.files()).contains(folder.resolve("other.txt"));
    Files.writeString(folder.resolve("other.txt"), "bob\n");
    assertThat(source.reload(PolicyTrigger.FILE).mistakes()).isEmpty();
    assertThat(stance(source.policy())).isEqualTo(Stance.DENY);
  }

  @Test
  void reload_manyAtOnce_countEachContentOnce() throws Exception {
    Files.writeString(file, text(Stance.DENY));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Long>> tasks =
          IntStream.range(0, 50)
              .<Callable<Long>>mapToObj(
                  i -> () -> source.reload(PolicyTrigger.ADMIN).policy().generation())
              .toList();
      for (Future<Long> generation : threads.invokeAll(tasks)) {
        assertThat(generation.get()).isEqualTo(2);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(events).hasSize(2);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
