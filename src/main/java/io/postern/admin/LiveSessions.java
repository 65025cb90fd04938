package io.postern.admin;

import io.postern.ftp.Network;
import io.postern.session.SessionView;
import java.util.List;
import java.util.Optional;

/**
 * The sessions that live, and whether there may be new ones. Thread-safe; what tells of sessions
 * may block for about a second.
 */
public interface LiveSessions {

  /** A gateway without sessions. */
  LiveSessions NONE =
      new LiveSessions() {
        @Override
        public Listed list(Wanted wanted) {
          return new Listed(List.of(), 0, 0);
        }

        @Override
        public boolean kick(String id, String reason) {
          return false;
        }

        @Override
        public int kick(Network client, String reason) {
          return 0;
        }

        @Override
        public boolean drain(boolean wanted) {
          return false;
        }

        @Override
        public boolean drained() {
          return false;
        }
      };

  /**
   * Which are asked for.
   *
   * @param most how many at most
   * @param client only those from there; empty if from anywhere
   * @param user only those of this user, as the client has named itself; empty if of any
   */
  record Wanted(int most, Optional<Network> client, Optional<String> user) {}

  /**
   * What is known.
   *
   * @param sessions at most as many as were wanted
   * @param total how many such there are
   * @param silent how many did not answer in time
   */
  record Listed(List<SessionView> sessions, int total, int silent) {

    /** Copies the list. */
    public Listed {
      sessions = List.copyOf(sessions);
    }
  }

  /** How they stand: those that carry bytes first, then the oldest. */
  Listed list(Wanted wanted);

  /**
   * Ends one, with its data connections.
   *
   * @param reason one line for people
   * @return whether there is one
   */
  boolean kick(String id, String reason);

  /** Ends all of a client; says how many. */
  int kick(Network client, String reason);

  /** Takes no new ones, or takes them again; says whether that is new. */
  boolean drain(boolean wanted);

  /** Whether no new ones are taken. */
  boolean drained();
}
