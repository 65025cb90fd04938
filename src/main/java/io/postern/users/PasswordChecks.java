package io.postern.users;

import io.postern.ftp.ClientCounts;
import io.postern.ftp.Network;
import java.net.InetAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Checks passwords on threads of its own, half as many as there are processors: what a login costs
 * is not taken from the sessions that run. A client has a few in line at once, and all together a
 * bounded number; further ones are busy. Thread-safe.
 */
public final class PasswordChecks implements AutoCloseable {

  private final ClientCounts ofClients;
  private final ThreadPoolExecutor threads;

  /** What came of a check. */
  public enum Answer {
    /** It is that user's password. */
    RIGHT,
    /** It is not, or there is no such user. */
    WRONG,
    /** Too many others wait. */
    BUSY
  }

  /**
   * With threads for this machine; none runs before the first check.
   *
   * @param waiting how many may be in line, 1 or more ({@code limits.password-checks})
   * @param perClient how many of one client may be in line or run, 1 or more ({@code
   *     limits.password-checks-per-client})
   */
  public PasswordChecks(int waiting, int perClient) {
    this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), waiting, perClient);
  }

  PasswordChecks(int threads, int waiting, int perClient) {
    this.ofClients = new ClientCounts(perClient);
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            PasswordChecks::daemon);
    this.threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Checks a password.
   *
   * @param users as they are when it is looked at
   * @param told once, on any thread, perhaps from inside this call
   */
  public void check(
      InetAddress client,
      Supplier<UserTable> users,
      String name,
      String password,
      Consumer<Answer> told) {
    Network key = Network.ofClient(client);
    if (!ofClients.enter(key)) {
      told.accept(Answer.BUSY);
      return;
    }
    try {
      threads.execute(() -> told.accept(answer(key, users, name, password)));
    } catch (RejectedExecutionException e) {
      ofClients.leave(key);
      told.accept(Answer.BUSY);
    }
  }

  /** Those that wait are not told any more. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private Answer answer(Network key, Supplier<UserTable> users, String name, String password) {
    try {
      return users.get().admits(name, password) ? Answer.RIGHT : Answer.WRONG;
    } finally {
      ofClients.leave(key);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "postern-passwords");
    thread.setDaemon(true);
    return thread;
  }
}
