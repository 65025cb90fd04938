package io.postern.net;

import io.postern.ftp.Network;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * What all sessions together hold of lines and replies: those that have begun and not ended, those
 * that wait for others, and those that a peer does not take ({@code limits.held-bytes}). Each of
 * these has its limit in a session; many sessions at those limits would fill the memory. Above the
 * limit the client that holds most, in all its sessions, loses them until there is room again: who
 * fills the memory pays, and not who comes next. Thread-safe: used from every event loop.
 */
final class HeldBytes {

  /** Room is made for so much of the limit, so that not each byte above it looks for somebody. */
  private static final double ROOM = 0.125;

  private final long limitBytes;
  private final AtomicLong taken = new AtomicLong();
  private final Set<Share> counting = ConcurrentHashMap.newKeySet();

  HeldBytes(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** What is held now, beyond what each session may hold freely. */
  long taken() {
    return taken.get();
  }

  /**
   * The part of one session.
   *
   * @param client whose session it is
   * @param freeBytes what it may hold without being counted, so that most sessions never meet here
   * @param close ends the session; called once at most, on any thread
   */
  Share share(Network client, long freeBytes, Runnable close) {
    return new Share(client, freeBytes, close);
  }

  private synchronized void makeRoom() {
    if (taken.get() <= limitBytes) {
      return;
    }
    long goal = limitBytes - (long) (limitBytes * ROOM);
    for (Share share : heaviestFirst()) {
      if (taken.get() <= goal) {
        return;
      }
      share.giveUp();
    }
  }

  /** All sessions of the client that holds most, the heaviest first; then the next one's. */
  private List<Share> heaviestFirst() {
    Map<Network, List<Weighed>> byClient =
        counting.stream()
            .map(share -> new Weighed(share, share.counted()))
            .sorted(Comparator.comparingLong(Weighed::bytes).reversed())
            .collect(Collectors.groupingBy(weighed -> weighed.share().client));
    return byClient.values().stream()
        .sorted(Comparator.comparingLong(HeldBytes::sum).reversed())
        .flatMap(List::stream)
        .map(Weighed::share)
        .toList();
  }

  private static long sum(List<Weighed> ofClient) {
    return ofClient.stream().mapToLong(Weighed::bytes).sum();
  }

  /** What a session held when it was looked at: others go on meanwhile. */
  private record Weighed(Share share, long bytes) {}

  /** What one session holds of it. */
  final class Share {

    private final Network client;
    private final long freeBytes;
    private final Runnable close;
    private volatile long counted;
    private boolean over;

    private Share(Network client, long freeBytes, Runnable close) {
      this.client = client;
      this.freeBytes = freeBytes;
      this.close = close;
    }

    /** What is counted of it. */
    long counted() {
      return counted;
    }

    /** Takes note of what the session holds now. */
    void holds(long bytes) {
      if (count(Math.max(0, bytes - freeBytes)) && taken.get() > limitBytes) {
        makeRoom();
      }
    }

    /** The session is over. Idempotent. */
    synchronized void release() {
      count(0);
      over = true;
    }

    /** Says whether it is more than before. */
    private synchronized boolean count(long now) {
      long more = now - counted;
      if (over || more == 0) {
        return false;
      }
      counted = now;
      taken.addAndGet(more);
      if (now == 0) {
        counting.remove(this);
      } else {
        counting.add(this);
      }
      return more > 0;
    }

    /** What it holds is gone as soon as the session is: it does not count from now on. */
    private void giveUp() {
      release();
      close.run();
    }
  }
}
