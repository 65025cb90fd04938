package io.postern.policy;

import io.postern.ftp.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Networks, as ranges of addresses that do not overlap: a set of thousands is searched in a dozen
 * steps and without an allocation.
 */
final class NetworkSet {

  private record Range(AddressBits first, AddressBits last) {
    static Range of(Network network) {
      AddressBits bits = AddressBits.of(network.address());
      return new Range(bits.first(network.prefix()), bits.last(network.prefix()));
    }
  }

  private final List<Range> ranges;

  private NetworkSet(List<Range> ranges) {
    this.ranges = ranges;
  }

  static NetworkSet of(List<Network> networks) {
    List<Range> disjoint = new ArrayList<>();
    networks.stream()
        .map(Range::of)
        .sorted(
            Comparator.comparing(Range::first)
                .thenComparing(Comparator.comparing(Range::last).reversed()))
        .filter(range -> disjoint.isEmpty() || isBehind(range, disjoint.get(disjoint.size() - 1)))
        .forEach(disjoint::add);
    return new NetworkSet(List.copyOf(disjoint));
  }

  /** Two networks are apart or one holds the other; the larger one comes first. */
  private static boolean isBehind(Range range, Range before) {
    return range.first().compareTo(before.last()) > 0;
  }

  boolean contains(AddressBits address) {
    int from = 0;
    int to = ranges.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      Range range = ranges.get(middle);
      if (address.compareTo(range.first()) < 0) {
        to = middle;
      } else if (address.compareTo(range.last()) > 0) {
        from = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }
}
