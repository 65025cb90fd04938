package io.postern.upstream;

import java.util.List;

/**
 * Turns by weight, spread evenly, as nginx does it: each gets credit by its weight, the one with
 * the most has the turn, and pays for it what all got. With weights 2, 1, 1: A B C A.
 */
final class RoundRobin implements Balance {

  @Override
  public Member choose(List<Member> free, Client client, long nowNanos) {
    double total = 0;
    Member chosen = free.get(0);
    for (Member each : free) {
      double weight = each.weight(nowNanos);
      each.credit(weight);
      total += weight;
      chosen = each.credit() > chosen.credit() ? each : chosen;
    }
    chosen.credit(-total);
    return chosen;
  }
}
