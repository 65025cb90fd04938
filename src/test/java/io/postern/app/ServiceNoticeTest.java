package io.postern.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.postern.testing.NotifySocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ServiceNoticeTest {

  @TempDir private Path folder;

  // Set before each test.
  private NotifySocket manager;
  private ServiceNotice notice;

  @BeforeEach
  void listen() {
    manager = new NotifySocket(folder.resolve("notify"));
    notice = new ServiceNotice(manager.address());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void ready_isOneDatagram() {
    notice.ready();
    assertThat(manager.next()).isEqualTo("READY=1");
  }

  @Test
  void reloading_hasTheTimeThatSystemdComparesWith() {
    notice.reloading();
    assertThat(manager.next()).matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+");
  }

  @Test
  void stopping_asksForTheTimeThatTransfersHave() {
    notice.stopping(Duration.ofSeconds(90));
    assertThat(manager.next()).isEqualTo("STOPPING=1\nEXTEND_TIMEOUT_USEC=90000000");
  }

  @Test
  void withoutManager_nothingHappens() {
    assertThatCode(() -> new ServiceNotice(null).ready()).doesNotThrowAnyException();
    assertThatCode(() -> new ServiceNotice(folder.resolve("nobody").toString()).ready())
        .doesNotThrowAnyException();
  }
}
