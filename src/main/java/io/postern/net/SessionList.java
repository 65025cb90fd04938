package io.postern.net;

import io.netty.channel.EventLoop;
import io.postern.session.SessionView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How all sessions stand: each is asked on its own event loop, a few at a time, so that no loop is
 * held up and nothing is counted while nobody looks.
 *
 * @param sessions those that answered in time, the ones that carry bytes first, then the oldest; at
 *     most as many as were wanted
 * @param total how many sessions there are, with those that are silent
 * @param silent how many have not answered in time
 */
public record SessionList(List<SessionView> sessions, int total, int silent) {

  /** So many sessions are looked at before other work of the loop has its turn. */
  private static final int AT_ONCE = 32;

  private static final Comparator<SessionView> BUSIEST =
      Comparator.comparing(SessionView::carries).reversed().thenComparing(SessionView::since);

  /** Copies the list. */
  public SessionList {
    sessions = List.copyOf(sessions);
  }

  /**
   * Asks them. Blocks, so it is for no event loop.
   *
   * @param user only those of this user; empty if of any
   * @param most how many are wanted
   * @param limit how long is waited for
   */
  static SessionList ask(List<LiveSession> all, Optional<String> user, int most, Duration limit)
      throws InterruptedException {
    Map<EventLoop, List<LiveSession>> byLoop = new HashMap<>();
    all.forEach(
        each -> byLoop.computeIfAbsent(each.eventLoop(), loop -> new ArrayList<>()).add(each));
    Queue<SessionView> told = new ConcurrentLinkedQueue<>();
    CountDownLatch loops = new CountDownLatch(byLoop.size());
    byLoop.forEach(
        (loop, sessions) -> loop.execute(new Round(loop, sessions.iterator(), told, loops)));
    boolean whole = loops.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    List<SessionView> views = new ArrayList<>(told);
    int silent = whole ? 0 : Math.max(0, all.size() - views.size());
    views.removeIf(view -> user.isPresent() && !user.get().equals(view.ref().user()));
    views.sort(BUSIEST);
    return new SessionList(
        views.size() > most ? views.subList(0, most) : views, views.size() + silent, silent);
  }

  /** The sessions of one loop. One that has ended meanwhile is told as it ended. */
  private record Round(
      EventLoop loop, Iterator<LiveSession> left, Queue<SessionView> told, CountDownLatch loops)
      implements Runnable {

    @Override
    public void run() {
      for (int i = 0; i < AT_ONCE && left.hasNext(); i++) {
        told.add(left.next().view());
      }
      if (left.hasNext()) {
        // Not execute(): what a task adds is run before the loop looks at its sockets again.
        loop.schedule(this, 1, TimeUnit.NANOSECONDS);
      } else {
        loops.countDown();
      }
    }
  }
}
