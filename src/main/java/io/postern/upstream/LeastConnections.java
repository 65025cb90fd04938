package io.postern.upstream;

import java.util.Comparator;
import java.util.List;

/** The fewest sessions for the weight; of equals the one whose last turn is longest ago. */
final class LeastConnections implements Balance {

  private long turns;

  @Override
  public Member choose(List<Member> free, Client client, long nowNanos) {
    Member chosen =
        free.stream()
            .min(
                Comparator.<Member>comparingDouble(each -> load(each, nowNanos))
                    .thenComparingLong(Member::lastTurn))
            .orElseThrow();
    chosen.turn(++turns);
    return chosen;
  }

  /** As it would be with the session: an empty server in its slow start is not always the first. */
  private static double load(Member member, long nowNanos) {
    return (member.sessions() + 1) / member.weight(nowNanos);
  }
}
