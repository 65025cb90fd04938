package io.postern.net;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** All sessions that are not over. Thread-safe. */
final class SessionRegistry {

  private final Lock lock = new ReentrantLock();
  private final Condition empty = lock.newCondition();
  private final Set<LiveSession> sessions = new HashSet<>();

  void add(LiveSession session) {
    lock.lock();
    try {
      sessions.add(session);
    } finally {
      lock.unlock();
    }
  }

  void remove(LiveSession session) {
    lock.lock();
    try {
      sessions.remove(session);
      if (sessions.isEmpty()) {
        empty.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  List<LiveSession> all() {
    lock.lock();
    try {
      return List.copyOf(sessions);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there are none, or the time is over; says which. */
  boolean awaitEmpty(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!sessions.isEmpty() && left > 0) {
        left = empty.awaitNanos(left);
      }
      return sessions.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
