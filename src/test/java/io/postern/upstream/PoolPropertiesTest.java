package io.postern.upstream;

import static io.postern.upstream.Sample.A;
import static io.postern.upstream.Sample.B;
import static io.postern.upstream.Sample.C;
import static io.postern.upstream.Sample.clients;
import static io.postern.upstream.Sample.pool;
import static io.postern.upstream.Sample.server;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds whatever happens to a pool, by one thread or by many. */
class PoolPropertiesTest {

  private static final Map<Server, Integer> LIMITS = Map.of(A, 3, B, 5, C, 1);
  private static final List<Server> SERVERS = List.of(A, B, C);

  /** With a route to each server, for the choice by user. */
  private final List<Client> clients =
      clients(60)
          .map(each -> new Client(each.address(), host(each.address().getAddress()[3])))
          .toList();

  /** Each step at random, against a model that knows who has which lease. */
  @ParameterizedTest
  @EnumSource(Choice.class)
  void anySteps_keepCountsLimitsAndStates(Choice choice) {
    for (long seed = 0; seed < 10; seed++) {
      new Steps(choice, seed).run(1_000);
    }
  }

  @ParameterizedTest
  @EnumSource(Choice.class)
  @Timeout(60)
  void manyThreads_neverPassALimit_andLeaveNothing(Choice choice) throws Exception {
    int threads = 8;
    Pool pool = pool(choice, server(A, 1, 3), server(B, 1, 5), server(C, 1, 1));
    Map<Server, AtomicInteger> held =
        SERVERS.stream().collect(Collectors.toMap(each -> each, each -> new AtomicInteger()));
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Integer>> tasks =
          IntStream.range(0, threads)
              .<Callable<Integer>>mapToObj(
                  seed ->
                      () -> {
                        together.await(30, TimeUnit.SECONDS);
                        return visits(pool, held, new SplittableRandom(seed));
                      })
              .toList();
      int found = 0;
      for (Future<Integer> each : executor.invokeAll(tasks)) {
        found += each.get();
      }
      assertThat(found).isPositive();
    } finally {
      executor.shutdownNow();
    }
    assertThat(pool.servers(0)).allMatch(view -> view.sessions() == 0);
  }

  /** Visits servers, some of which fail; says how many were found. */
  private int visits(Pool pool, Map<Server, AtomicInteger> held, RandomGenerator random) {
    int found = 0;
    for (int i = 0; i < 5_000; i++) {
      Attempts attempts = pool.attempts(clients.get(random.nextInt(clients.size())));
      Set<Server> tried = new HashSet<>();
      while (attempts.next(i) instanceof Attempt.Found attempt) {
        found++;
        Server server = attempt.lease().server();
        assertThat(tried.add(server)).isTrue();
        AtomicInteger count = Objects.requireNonNull(held.get(server));
        assertThat(count.incrementAndGet()).isBetween(1, LIMITS.get(server));
        LockSupport.parkNanos(1); // Others come in between.
        // Down by one before the lease is closed: never above what the pool counts.
        count.decrementAndGet();
        if (random.nextInt(4) > 0) {
          attempt.lease().connected(i);
          attempt.lease().close();
          break;
        }
      }
      attempts.close();
    }
    return found;
  }

  private static String host(byte number) {
    return SERVERS.get(number % SERVERS.size()).host();
  }

  /** One run of random steps. */
  private final class Steps {

    private final Pool pool;
    private final RandomGenerator random;
    private final List<Lease> open = new ArrayList<>();
    private final List<Lease> closed = new ArrayList<>();
    private final Set<Server> drained = new HashSet<>();
    private long now;

    Steps(Choice choice, long seed) {
      pool = pool(choice, server(A, 1, 3), server(B, 1, 5), server(C, 1, 1));
      random = new SplittableRandom(seed);
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        now += random.nextLong(Sample.SLOW_START.toNanos() / 10);
        step();
        check();
      }
      open.forEach(Lease::close);
      open.clear();
      check();
    }

    private void step() {
      Server server = SERVERS.get(random.nextInt(SERVERS.size()));
      switch (random.nextInt(10)) {
        case 0 -> pool.probed(server, false, now);
        case 1, 2 -> pool.probed(server, true, now);
        case 3 -> drain(server);
        case 4 -> resume(server);
        case 5, 6 -> close();
        case 7 -> again();
        default -> visit();
      }
    }

    private void drain(Server server) {
      pool.drain(server);
      drained.add(server);
    }

    private void resume(Server server) {
      pool.resume(server, now);
      drained.remove(server);
    }

    private void close() {
      if (!open.isEmpty()) {
        Lease lease = open.remove(random.nextInt(open.size()));
        lease.close();
        closed.add(lease);
      }
    }

    private void again() {
      if (!closed.isEmpty()) {
        closed.get(random.nextInt(closed.size())).close();
      }
    }

    private void visit() {
      Set<Server> up =
          pool.servers(now).stream()
              .filter(view -> view.state() == Health.State.UP)
              .map(ServerView::server)
              .collect(Collectors.toSet());
      Client client = clients.get(random.nextInt(clients.size()));
      if (pool.attempts(client).next(now) instanceof Attempt.Found found) {
        assertThat(up).contains(found.lease().server());
        assertThat(drained).doesNotContain(found.lease().server());
        open.add(found.lease());
      }
    }

    private void check() {
      for (ServerView view : pool.servers(now)) {
        long leases = open.stream().filter(each -> each.server().equals(view.server())).count();
        assertThat((long) view.sessions()).isEqualTo(leases);
        assertThat(view.sessions()).isLessThanOrEqualTo(view.limit());
        assertThat(view.share()).isPositive().isLessThanOrEqualTo(1);
      }
    }
  }
}
