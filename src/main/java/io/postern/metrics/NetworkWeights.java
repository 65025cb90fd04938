package io.postern.metrics;

import io.postern.ftp.Network;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How often networks came lately, in a table of fixed size (Metwally, Agrawal and El Abbadi's
 * Space-Saving): a newcomer to a full table takes the place of the lightest and inherits its weight
 * as an error, so that one that comes again and again stays, though a million others come once.
 * What is inherited keeps it in the table; it counts for nothing else. Not thread-safe.
 */
final class NetworkWeights {

  /** One place of the table. */
  private static final class Weight {

    final Network network;
    final long number;
    double own;
    double inherited;

    Weight(Network network, long number, double inherited) {
      this.network = network;
      this.number = number;
      this.inherited = inherited;
    }

    double whole() {
      return own + inherited;
    }
  }

  private final int most;
  private final Map<Network, Weight> weights = new HashMap<>();

  /** By their weight; a place is taken out before its weight changes. */
  private final TreeSet<Weight> byWeight =
      new TreeSet<>(
          Comparator.comparingDouble(Weight::whole).thenComparingLong(weight -> weight.number));

  private long numbers;

  /**
   * An empty table.
   *
   * @param most how many networks have a place
   */
  NetworkWeights(int most) {
    this.most = most;
  }

  /**
   * Counts one.
   *
   * @param kept networks that keep their places; fewer than there are places
   */
  void add(Network network, Set<Network> kept) {
    Weight weight = weights.get(network);
    if (weight == null) {
      weight = new Weight(network, numbers++, weights.size() < most ? 0 : takeLightest(kept));
      weights.put(network, weight);
    } else {
      byWeight.remove(weight);
    }
    weight.own++;
    byWeight.add(weight);
  }

  /** How often it came for certain, since it has its place; less what was halved. */
  double own(Network network) {
    Weight weight = weights.get(network);
    return weight == null ? 0 : weight.own;
  }

  /** Halves all weights, so that what was heavy long ago gives way. */
  void halve() {
    byWeight.clear();
    for (Weight weight : weights.values()) {
      weight.own /= 2;
      weight.inherited /= 2;
      byWeight.add(weight);
    }
  }

  /** Frees the lightest's place. */
  private double takeLightest(Set<Network> kept) {
    Weight lightest =
        byWeight.stream()
            .filter(weight -> !kept.contains(weight.network))
            .findFirst()
            .orElseThrow();
    byWeight.remove(lightest);
    weights.remove(lightest.network);
    return lightest.whole();
  }
}
