package io.postern.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the policy loaded anew when one of its files changes. It looks at the files from time to time
 * and does not ask the kernel to be told: inotify tells nothing of what another host writes over
 * NFS, and watches a directory entry where a mounted ConfigMap of Kubernetes swaps a link two
 * levels above.
 *
 * <p>A file is loaded when two looks in a row see the same, so that one that is being written, or
 * is away for a moment while an editor renames, is left in peace.
 */
final class PolicyWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatch.class);

  private final PolicySource source;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(PolicyWatch::daemon);
  private Look last = Look.NONE;
  private Look done = Look.NONE;

  /** Not looking yet. */
  PolicyWatch(PolicySource source) {
    this.source = source;
  }

  /** Looks again and again, on a thread of its own. */
  PolicyWatch start(Duration every) {
    var unused =
        thread.scheduleWithFixedDelay(
            this::lookSafely, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    return this;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "postern-rules");
    thread.setDaemon(true);
    return thread;
  }

  // Whatever is thrown would end the looking for good, and nobody would know.
  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException | Error e) {
      LOG.error("The rules could not be looked at", e);
    }
  }

  /** Looks once. */
  void look() {
    Look now = Look.at(source.files());
    if (now.equals(last) && !now.equals(done)) {
      source.reload(PolicyTrigger.FILE);
      // If the policy is now made of other files, the next looks are different and load once more,
      // which finds what was written since.
      done = now;
    }
    last = now;
  }

  /** Looks no more. A load that runs goes on. Idempotent. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
