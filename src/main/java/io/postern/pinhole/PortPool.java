package io.postern.pinhole;

import java.net.InetAddress;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The data ports that are held, for each address that pinholes listen on. Ports are drawn at random
 * (RFC 6056 section 3.3.1), so that nobody can foretell the next one. Thread-safe.
 */
final class PortPool {

  /** What {@link #draw} gives when no port is left. */
  static final int NONE = -1;

  /** Draws before the free ports are counted out: enough unless the range is almost full. */
  private static final int QUICK_DRAWS = 8;

  /**
   * The bits of so many addresses stay once they are there, since they are dear to make: the
   * machine has no more of its own. In transparent mode the addresses are those of all clients and
   * servers.
   */
  private static final int KEPT_ADDRESSES = 64;

  private final Map<InetAddress, BitSet> heldByAddress = new HashMap<>();

  private final RandomGenerator random;
  private int held;

  PortPool(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Holds one free port of the range, each with the same chance.
   *
   * @param tried ports that are not wanted again
   * @return the port, or {@link #NONE}
   */
  synchronized int draw(InetAddress address, PortRange range, BitSet tried) {
    BitSet ports = heldByAddress.computeIfAbsent(address, key -> new BitSet());
    int port = quickDraw(range, ports, tried);
    if (port == NONE) {
      port = countedDraw(range, ports, tried);
    }
    if (port != NONE) {
      ports.set(port);
      held++;
    }
    return port;
  }

  /** Frees a port that {@link #draw} gave. */
  synchronized void release(InetAddress address, int port) {
    BitSet ports = heldByAddress.get(address);
    if (ports == null || !ports.get(port)) {
      throw new IllegalStateException("port " + port + " is not held");
    }
    ports.clear(port);
    held--;
    if (heldByAddress.size() > KEPT_ADDRESSES && ports.isEmpty()) {
      heldByAddress.remove(address);
    }
  }

  synchronized int size() {
    return held;
  }

  /** The ports of a range that are held, at the address at which most of them are. */
  synchronized int mostHeld(PortRange range) {
    int most = 0;
    for (BitSet ports : heldByAddress.values()) {
      most = Math.max(most, held(ports, range));
    }
    return most;
  }

  /** Counts in place: event loops wait meanwhile, and there may be an address for each client. */
  private static int held(BitSet ports, PortRange range) {
    int count = 0;
    int port = ports.nextSetBit(range.first());
    while (port >= 0 && port <= range.last()) {
      count++;
      port = ports.nextSetBit(port + 1);
    }
    return count;
  }

  private int quickDraw(PortRange range, BitSet ports, BitSet tried) {
    for (int draw = 0; draw < QUICK_DRAWS; draw++) {
      int port = range.first() + random.nextInt(range.size());
      if (!ports.get(port) && !tried.get(port)) {
        return port;
      }
    }
    return NONE;
  }

  private int countedDraw(PortRange range, BitSet ports, BitSet tried) {
    BitSet free = new BitSet(range.last() + 1);
    free.set(range.first(), range.last() + 1);
    free.andNot(ports);
    free.andNot(tried);
    int[] choices = free.stream().toArray();
    return choices.length == 0 ? NONE : choices[random.nextInt(choices.length)];
  }
}
