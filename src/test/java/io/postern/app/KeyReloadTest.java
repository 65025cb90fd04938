package io.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.SettingsFile;
import io.postern.event.GatewayEvent;
import io.postern.testing.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told when certificates are read again. */
class KeyReloadTest {

  @TempDir private Path folder;
  private KeyReload keys;

  @BeforeEach
  void load() throws Exception {
    TestCertificate.get().write(folder);
    String text =
        "listeners: [{server: a, tls: {client: optional, keys: [{chain: %1$s/chain.pem, key: %1$s/key.pem}]}}]"
            .formatted(folder);
    keys =
        new KeyReload(
            SettingsFile.parse("f", text.getBytes(StandardCharsets.UTF_8))
                .settings()
                .loadTls(InstantSource.system()));
  }

  @Test
  void reload_isPublished() throws Exception {
    List<GatewayEvent> events = new ArrayList<>();
    keys.publishTo(events::add);
    Path chain = folder.resolve("chain.pem");
    String right = Files.readString(chain);
    Files.writeString(chain, "nonsense");
    keys.reload();
    keys.reload();
    Files.writeString(chain, "renewed\n" + right);
    keys.reload();

    assertThat(events).hasSize(2);
    assertThat(events.get(0))
        .isInstanceOfSatisfying(
            GatewayEvent.FilesRejected.class,
            rejected -> {
              assertThat(rejected.what()).isEqualTo("certificates");
              assertThat(rejected.files()).isEqualTo(chain.toString());
              assertThat(rejected.mistakes()).isEqualTo(1);
              assertThat(rejected.first()).contains("chain.pem: ");
            });
    assertThat(events.get(1))
        .isEqualTo(new GatewayEvent.FilesLoaded("certificates", chain.toString()));
  }

  @Test
  void reload_sameBytes_saysNothing() {
    TestCertificate.get().write(folder);
    try (LogLines lines = new LogLines(KeyReload.class)) {
      keys.reload();
      assertThat(lines.all()).isEmpty();
    }
  }

  @Test
  void reload_otherBytes_isTold() throws Exception {
    Path chain = folder.resolve("chain.pem");
    Files.writeString(chain, "renewed\n" + Files.readString(chain));
    try (LogLines lines = new LogLines(KeyReload.class)) {
      keys.reload();
      assertThat(lines.all()).first().isEqualTo("INFO certificates: loaded anew, " + chain);
    }
  }

  @Test
  void reload_brokenFile_isToldOnce_andTheOldKeysStay() throws Exception {
    Files.writeString(folder.resolve("chain.pem"), "nonsense");
    try (LogLines lines = new LogLines(KeyReload.class)) {
      keys.reload();
      keys.reload();
      assertThat(lines.all())
          .hasSize(2)
          .first()
          .isEqualTo(
              "WARN certificates not loaded, those in force stay: " + folder.resolve("chain.pem"));
    }
  }

  @Test
  void reloadNow_brokenFile_isToldAgain_andAnswered() throws Exception {
    Files.writeString(folder.resolve("chain.pem"), "nonsense");
    keys.reload();
    try (LogLines lines = new LogLines(KeyReload.class)) {
      assertThat(keys.reloadNow()).hasSize(1).first().asString().contains("chain.pem: ");
      assertThat(lines.all()).hasSize(2);
    }
    assertThat(keys.count()).isEqualTo(1);
  }
}
