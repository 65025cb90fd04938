package io.postern.net;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client address with blind sessions, or with data connections that outlive them. Belongs to one
 * {@link OpaqueData}, on its event loop.
 */
final class BlindClient {

  private final List<BlindSession> sessions = new ArrayList<>(2);
  private final Map<BlindSession, Integer> running = new HashMap<>(2);
  private @Nullable ScheduledFuture<?> drain;

  /** A session goes blind: what still runs has one to belong to again. */
  void enter(BlindSession session) {
    sessions.add(session);
    stopDraining();
    tell();
  }

  /** A session is over; what it carries may run on. */
  void leave(BlindSession session) {
    sessions.remove(session);
  }

  /** Whether there is a blind session: only then may the client connect. */
  boolean isBlind() {
    return !sessions.isEmpty();
  }

  int sessions() {
    return sessions.size();
  }

  /** The session that a data connection is counted for: the one that went blind last. */
  BlindSession newest() {
    return sessions.get(sessions.size() - 1);
  }

  int running() {
    return running.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** A data connection came, which this session carries. */
  void began(BlindSession session) {
    running.merge(session, 1, Integer::sum);
    tell();
  }

  /** It ended. */
  void ended(BlindSession session) {
    running.computeIfPresent(session, (key, count) -> count == 1 ? null : count - 1);
    tell();
  }

  /** The last session is over: what runs may go on until then. */
  void drainUntil(ScheduledFuture<?> end) {
    stopDraining();
    drain = end;
  }

  /** The time is over. */
  void drained() {
    List.copyOf(running.keySet()).forEach(BlindSession::drained);
  }

  void stopDraining() {
    if (drain != null) {
      drain.cancel(false);
      drain = null;
    }
  }

  private void tell() {
    int count = running();
    sessions.forEach(session -> session.counted(count));
  }
}
