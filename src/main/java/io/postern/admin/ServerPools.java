package io.postern.admin;

import io.postern.upstream.ServerView;
import java.util.List;
import java.util.Map;

/** The servers of pools: how they stand, and who gets no new sessions. Thread-safe. */
public interface ServerPools {

  /** No pools. */
  ServerPools NONE =
      new ServerPools() {
        @Override
        public Map<String, List<ServerView>> views() {
          return Map.of();
        }

        @Override
        public boolean drain(String pool, String server, boolean drained) {
          return false;
        }
      };

  /** How all servers stand, by the name of the pool, in the order of the settings. */
  Map<String, List<ServerView>> views();

  /**
   * Gives a server no new sessions, or ends that.
   *
   * @param server as {@link ServerView#server()} is written
   * @return whether there is such a server
   */
  boolean drain(String pool, String server, boolean drained);
}
