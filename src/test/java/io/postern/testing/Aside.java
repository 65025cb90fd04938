package io.postern.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What a test does beside itself, each on a thread of its own. The common pool has but one thread
 * on two processors, and since JDK 25 futures wait for it: two tasks that wait for each other would
 * never end.
 */
public final class Aside {

  private static final Executor THREADS = Aside::start;

  private Aside() {}

  /** Does it. */
  public static CompletableFuture<Void> run(Runnable task) {
    return CompletableFuture.runAsync(task, THREADS);
  }

  /** Does it for its result. */
  public static <T> CompletableFuture<T> call(Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, THREADS);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "aside");
    thread.setDaemon(true);
    thread.start();
  }
}
