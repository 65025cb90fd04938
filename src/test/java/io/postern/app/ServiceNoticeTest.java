package io.postern.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainDatagramSocketAddress;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ServiceNoticeTest {

  @TempDir Path folder;

  // Set before each test.
  private Socket manager;
  private ServiceNotice notice;

  @BeforeEach
  void listen() throws IOException {
    Epoll.ensureAvailability();
    String path = folder.resolve("notify").toString();
    manager = Socket.newSocketDomainDgram();
    manager.bind(new DomainSocketAddress(path));
    notice = new ServiceNotice(path);
  }

  @AfterEach
  void close() throws IOException {
    manager.close();
  }

  @Test
  void ready_isOneDatagram() {
    notice.ready();
    assertThat(received()).isEqualTo("READY=1");
  }

  @Test
  void reloading_hasTheTimeThatSystemdComparesWith() {
    notice.reloading();
    assertThat(received()).matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+");
  }

  @Test
  void stopping_isOneDatagram() {
    notice.stopping();
    assertThat(received()).isEqualTo("STOPPING=1");
  }

  @Test
  void withoutManager_nothingHappens() {
    assertThatCode(() -> new ServiceNotice(null).ready()).doesNotThrowAnyException();
    assertThatCode(() -> new ServiceNotice(folder.resolve("nobody").toString()).ready())
        .doesNotThrowAnyException();
  }

  private String received() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1024);
    DomainDatagramSocketAddress from =
        await()
            .atMost(Duration.ofSeconds(5))
            .until(() -> manager.recvFromDomainSocket(buffer, 0, buffer.limit()), Objects::nonNull);
    byte[] bytes = new byte[from.receivedAmount()];
    buffer.get(0, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
