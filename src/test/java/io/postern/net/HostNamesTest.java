package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.AddressLiteral;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostNamesTest {

  private static final int OF_CLIENT = 4;
  private static final int THREADS = 10;
  private static final InetAddress CLIENT = address("192.0.2.10");
  private static final List<InetAddress> ADDRESSES = List.of(address("198.51.100.5"));

  private final CountDownLatch answer = new CountDownLatch(1);
  private final BlockingQueue<List<InetAddress>> found = new LinkedBlockingQueue<>();
  private final HostNames names =
      new HostNames(
          new NameSettings(Duration.ofMinutes(1), Duration.ofSeconds(30), THREADS, OF_CLIENT),
          this::resolve);

  @AfterEach
  void close() {
    answer.countDown();
    names.close();
  }

  @Test
  void clientWhoseNamesNeverAnswer_takesItsShareOnly() throws InterruptedException {
    for (int i = 0; i < OF_CLIENT; i++) {
      assertThat(lookUp("never", CLIENT)).isTrue();
    }
    assertThat(lookUp("never", CLIENT)).isFalse();
    assertThat(lookUp("fast", CLIENT)).isFalse();
    assertThat(lookUp("fast", address("192.0.2.11"))).isTrue();
    assertThat(found.poll(20, TimeUnit.SECONDS)).isEqualTo(ADDRESSES);
  }

  @Test
  void share_isFreeAgainOnceTheNamesHaveAnswered() throws InterruptedException {
    answer.countDown();
    for (int i = 0; i < 10 * OF_CLIENT; i++) {
      assertThat(lookUp("never", CLIENT)).isTrue();
      assertThat(found.poll(20, TimeUnit.SECONDS)).isEqualTo(ADDRESSES);
    }
  }

  @Test
  void allThreads_areAsManyNames() {
    for (int i = 0; i < THREADS; i++) {
      assertThat(lookUp("never", address("192.0.2." + i / OF_CLIENT))).isTrue();
    }
    assertThat(lookUp("never", address("192.0.2.99"))).isFalse();
  }

  private boolean lookUp(String name, InetAddress client) {
    return names.lookUp(name, client, Runnable::run, found::add);
  }

  private List<InetAddress> resolve(String name) {
    try {
      if (name.equals("never")) {
        answer.await();
      }
      return ADDRESSES;
    } catch (InterruptedException e) {
      return List.of();
    }
  }

  private static InetAddress address(String literal) {
    return AddressLiteral.parse(literal).orElseThrow();
  }
}
