package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postern.pinhole.TransferLimits;
import io.postern.policy.DataLimits;
import io.postern.policy.DataLimits.Rate;
import io.postern.relay.Pacer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacersTest {

  private final Pacers pacers = new Pacers();

  @Test
  void noLimits_needNoPacer() {
    TransferLimits limits = pacers.limits(DataLimits.NONE);

    assertThat(limits.pacers()).isEmpty();
    assertThat(limits.uploadBytes()).isZero();
    assertThat(pacers.size()).isZero();
  }

  @Test
  void theSameKey_isTheSamePacer() {
    TransferLimits one =
        pacers.limits(new DataLimits(List.of(new Rate("a", 100), new Rate("b", 200)), 7));
    TransferLimits other =
        pacers.limits(new DataLimits(List.of(new Rate("b", 200), new Rate("c", 300)), 0));

    assertThat(one.pacers()).extracting(Pacer::bytesPerSecond).containsExactly(100L, 200L);
    assertThat(one.uploadBytes()).isEqualTo(7);
    assertThat(other.pacers().get(0)).isSameAs(one.pacers().get(1));
    assertThat(pacers.size()).isEqualTo(3);
  }

  @Test
  void theNewestRate_countsForAllOfItsKey() {
    Pacer first = pacers.limits(limits("a", 100)).pacers().get(0);

    Pacer second = pacers.limits(limits("a", 50)).pacers().get(0);

    assertThat(second).isSameAs(first);
    assertThat(first.bytesPerSecond()).isEqualTo(50);
  }

  @Test
  void pacersThatNobodyUses_go_andThoseInUseStay() {
    Pacer used = pacers.limits(limits("used", 100)).pacers().get(0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(pacers.limits(limits("session-" + i, 100)).pacers()).hasSize(1);
    }

    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(pacers.size()).isEqualTo(1);
            });
    assertThat(pacers.limits(limits("used", 100)).pacers().get(0)).isSameAs(used);
  }

  private static DataLimits limits(String key, long bytesPerSecond) {
    return new DataLimits(List.of(new Rate(key, bytesPerSecond)), 0);
  }
}
