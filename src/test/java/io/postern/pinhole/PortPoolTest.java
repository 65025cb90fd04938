package io.postern.pinhole;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.postern.testing.SampleEvents;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What a look at the ports that are held costs; the rest is tried through the pinhole table. */
class PortPoolTest {

  private static final PortRange RANGE = new PortRange(50_000, 59_999);
  private static final int ADDRESSES = 2_000;

  private final PortPool ports = new PortPool(RandomGenerator.of("L64X128MixRandom"));

  @Test
  void mostHeld_ofManyAddresses_copiesNothing() {
    for (int i = 0; i < ADDRESSES; i++) {
      ports.draw(address(i), RANGE, new BitSet());
    }
    ports.draw(address(7), RANGE, new BitSet());
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ports.mostHeld(RANGE); // loads what it needs

    long before = thread.getCurrentThreadAllocatedBytes();
    int most = ports.mostHeld(RANGE);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat(most).isEqualTo(2);
    // A copy for each address would be more than a megabyte.
    assertThat(allocated).isLessThan(10_000);
  }

  @Test
  void mostHeld_countsTheEndsOfTheRangeAndNothingBeside() {
    InetAddress address = address(1);
    for (int port : new int[] {49_999, 50_000, 59_999, 60_000}) {
      ports.draw(address, new PortRange(port, port), new BitSet());
    }

    assertThat(ports.mostHeld(RANGE)).isEqualTo(2);
    assertThat(ports.mostHeld(new PortRange(50_001, 59_998))).isZero();
  }

  private static InetAddress address(int number) {
    return SampleEvents.endpoint("10.0.%d.%d".formatted(number / 250, number % 250), 0).address();
  }
}
