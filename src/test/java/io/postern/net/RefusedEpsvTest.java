package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Endpoint;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class RefusedEpsvTest {

  private static final Endpoint SERVER = new Endpoint(InetAddress.getLoopbackAddress(), 21);

  private final RefusedEpsv memory = new RefusedEpsv();

  @Test
  void refused_isKnownOfThatServerAlone() {
    memory.refused(SERVER);

    assertThat(memory.refuses(SERVER)).isTrue();
    assertThat(memory.refuses(SERVER.withPort(2121))).isFalse();
  }

  @Test
  void moreServersThanItHolds_areForgottenButForTheLast() {
    memory.refused(SERVER);
    for (int port = 1000; port < 1000 + 1024; port++) {
      memory.refused(SERVER.withPort(port));
    }

    assertThat(memory.refuses(SERVER)).isFalse();
    assertThat(memory.refuses(SERVER.withPort(1000 + 1023))).isTrue();
  }
}
