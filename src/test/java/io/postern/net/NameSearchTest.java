package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NameSearchTest {

  private static final long NOTHING_SCHEDULED = -1;
  private static final List<InetAddress> ADDRESSES = List.of(InetAddress.getLoopbackAddress());

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<List<InetAddress>> told = new ArrayList<>();
  private final NameSearch search =
      NameSearch.begin(channel.eventLoop(), Duration.ofDays(7), told::add);

  @Test
  void answer_isToldOnce_andLeavesNothingScheduled() {
    assertThat(channel.runScheduledPendingTasks()).isPositive();
    search.tell(ADDRESSES);
    search.tell(List.of());
    assertThat(told).containsExactly(ADDRESSES);
    assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_SCHEDULED);
  }

  @Test
  void closed_leavesNothingScheduled_andIsToldNothing() {
    search.close();
    search.tell(ADDRESSES);
    assertThat(told).isEmpty();
    assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_SCHEDULED);
  }

  @Test
  void timeIsUp_thereAreNoAddresses() {
    channel.freezeTime();
    channel.advanceTimeBy(8, TimeUnit.DAYS);
    channel.runScheduledPendingTasks();
    search.tell(ADDRESSES);
    assertThat(told).containsExactly(List.of());
  }
}
