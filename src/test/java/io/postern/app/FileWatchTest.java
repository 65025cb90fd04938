package io.postern.app;

import static io.postern.app.FilePolicy.stance;
import static io.postern.app.FilePolicy.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.PolicyRejected;
import io.postern.ftp.Stance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FileWatchTest {

  private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;
  private Path file;
  private FilePolicy reader;
  private PolicySource source;
  private FileWatch watch;

  @BeforeEach
  void load() throws Exception {
    file = Files.writeString(folder.resolve("rules.yaml"), text(Stance.LOG));
    reader = new FilePolicy(file);
    watch(file);
  }

  @Test
  void look_nothingChanged_readsNothing() {
    int readings = reader.readings();
    look(5);

    assertThat(reader.readings()).isEqualTo(readings);
    assertThat(events).hasSize(1);
  }

  @Test
  void look_writtenFile_isLoadedAtTheSecondLook() throws IOException {
    look(2);
    Files.writeString(file, text(Stance.DENY));

    look(1);
    assertThat(now()).isEqualTo(Stance.LOG);
    look(1);
    assertThat(now()).isEqualTo(Stance.DENY);
    look(5);
    assertThat(source.policy().generation()).isEqualTo(2);
  }

  @Test
  void look_fileThatIsBeingWritten_waitsUntilItHoldsStill() throws IOException {
    look(2);
    String whole = text(Stance.DENY);
    for (int end = 1; end < whole.length(); end++) {
      Files.writeString(file, whole.substring(0, end));
      look(1);
    }
    assertThat(events).hasSize(1);

    Files.writeString(file, whole);
    look(2);

    assertThat(now()).isEqualTo(Stance.DENY);
    assertThat(events).hasSize(2);
  }

  @Test
  void look_sameSizeAndTime_isSeenByTheInode() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    look(2);
    String other = text(Stance.LOG).replace("bare-lf", "bare-cr");
    Path next = Files.writeString(folder.resolve("next"), other);
    Files.setLastModifiedTime(next, time);
    assertThat(Files.size(next)).isEqualTo(Files.size(file));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);

    look(2);

    assertThat(source.policy().generation()).isEqualTo(2);
  }

  @Test
  void look_editorThatRenames_isLoaded() throws IOException {
    look(2);
    Files.move(file, folder.resolve("rules.yaml~"));
    Files.writeString(file, text(Stance.CLOSE));

    look(2);

    assertThat(now()).isEqualTo(Stance.CLOSE);
  }

  @Test
  void look_directoryLinkThatIsSwapped_isLoaded() throws Exception {
    // As Kubernetes mounts a ConfigMap: rules.yaml -> ..data/rules.yaml, ..data -> ..2026_1
    Path mount = Files.createDirectory(folder.resolve("mount"));
    revision(mount, "..2026_1", Stance.LOG);
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_1"));
    Path link = Files.createSymbolicLink(mount.resolve("rules.yaml"), Path.of("..data/rules.yaml"));
    watch(link);
    look(2);

    revision(mount, "..2026_2", Stance.DENY);
    Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2026_2"));
    Files.move(
        mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    Files.delete(mount.resolve("..2026_1/rules.yaml"));
    look(2);

    assertThat(now()).isEqualTo(Stance.DENY);
    assertThat(events).hasSize(2);
  }

  @Test
  void look_fileGoneForAMoment_isNotTold() throws IOException {
    look(2);
    Files.move(file, folder.resolve("away"));
    look(1);
    Files.move(folder.resolve("away"), file);
    look(3);

    assertThat(events).hasSize(1);
  }

  @Test
  void look_fileGone_keepsThePolicyAndTellsOnceUntilItIsBack() throws IOException {
    look(2);
    Files.delete(file);

    look(10);
    assertThat(now()).isEqualTo(Stance.LOG);
    assertThat(events)
        .last()
        .isEqualTo(
            new PolicyRejected(
                1, 1, file + ": expected a file, but there is none of that name", "file"));
    assertThat(events).hasSize(2);

    Files.writeString(file, text(Stance.LOG));
    look(3);
    assertThat(events).hasSize(2);
    assertThat(source.policy().generation()).isEqualTo(1);

    Files.writeString(file, text(Stance.DENY));
    look(3);
    assertThat(now()).isEqualTo(Stance.DENY);
    assertThat(source.policy().generation()).isEqualTo(2);
  }

  @Test
  void look_mistake_isToldOnce() throws IOException {
    look(2);
    Files.writeString(file, "nonsense");

    look(10);

    assertThat(now()).isEqualTo(Stance.LOG);
    assertThat(events).hasSize(2);
  }

  @Test
  void look_missingFurtherFile_isLoadedWhenItIsThere() throws IOException {
    look(2);
    Files.writeString(file, text(Stance.DENY, "partners.txt"));
    look(5);
    assertThat(events).hasSize(2);
    assertThat(now()).isEqualTo(Stance.LOG);

    Files.writeString(folder.resolve("partners.txt"), "bob\n");
    look(5);

    assertThat(now()).isEqualTo(Stance.DENY);
    assertThat(events).hasSize(3);
    assertThat(source.policy().generation()).isEqualTo(2);
  }

  @Test
  void look_furtherFileWritten_isLoaded() throws IOException {
    Path other = Files.writeString(folder.resolve("partners.txt"), "bob\n");
    Files.writeString(file, text(Stance.LOG, "partners.txt"));
    look(5);
    assertThat(source.policy().generation()).isEqualTo(2);

    Files.writeString(other, "anna\n");
    look(5);

    assertThat(source.policy().generation()).isEqualTo(3);
  }

  @Test
  void look_changedBetweenLoadAndFirstLook_isLoaded() throws IOException {
    Files.writeString(file, text(Stance.DENY));

    look(2);

    assertThat(now()).isEqualTo(Stance.DENY);
  }

  @Test
  void start_looksByItselfUntilItIsClosed() throws IOException {
    try (FileWatch running = watch.start(Duration.ofMillis(10))) {
      assertThat(running).isSameAs(watch);
      Files.writeString(file, text(Stance.DENY));
      await().untilAsserted(() -> assertThat(now()).isEqualTo(Stance.DENY));
    }
  }

  @Test
  void start_faultOfOurs_looksOn() throws IOException {
    reader.afterReading(
        () -> {
          throw new StackOverflowError("of a test");
        });
    try (FileWatch running = watch.start(Duration.ofMillis(10))) {
      assertThat(running).isSameAs(watch);
      Files.writeString(file, text(Stance.DENY));
      await().untilAsserted(() -> assertThat(now()).isEqualTo(Stance.DENY));
    }
  }

  private void watch(Path named) throws Exception {
    reader = new FilePolicy(named);
    source = PolicySource.load(named, reader);
    events.clear();
    source.announce(events::add);
    watch = new FileWatch("rules", source::files, () -> source.reload(PolicyTrigger.FILE));
  }

  private static void revision(Path mount, String name, Stance stance) throws IOException {
    Path revision = Files.createDirectory(mount.resolve(name));
    Files.writeString(revision.resolve("rules.yaml"), text(stance));
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watch.look();
    }
  }

  private Stance now() {
    return stance(source.policy());
  }
}
