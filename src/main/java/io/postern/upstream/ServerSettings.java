package io.postern.upstream;

/**
 * One server of a pool.
 *
 * @param server where it is
 * @param weight its part of the sessions against the weights of the others, 1 to 1000
 * @param sessions how many it takes at once, 0 to 1,000,000; 0 means any number
 */
public record ServerSettings(Server server, int weight, int sessions) {

  private static final int MOST_WEIGHT = 1_000;
  private static final int MOST_SESSIONS = 1_000_000;

  /** Checks the ranges. */
  public ServerSettings {
    Ranges.check("weight", weight, 1, MOST_WEIGHT);
    Ranges.check("sessions", sessions, 0, MOST_SESSIONS);
  }

  /** A server of weight 1 without a limit. */
  public ServerSettings(Server server) {
    this(server, 1, 0);
  }
}
