package io.postern.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has something loaded anew when one of its files changes. It looks at the files from time to time
 * and does not ask the kernel to be told: inotify tells nothing of what another host writes over
 * NFS, and watches a directory entry where a mounted ConfigMap of Kubernetes swaps a link two
 * levels above.
 *
 * <p>A file is loaded when two looks in a row see the same, so that one that is being written, or
 * is away for a moment while an editor renames, is left in peace.
 */
final class FileWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

  private final String what;
  private final Supplier<Set<Path>> files;
  private final Runnable load;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(this::daemon);
  private Look last = Look.NONE;
  private Look done = Look.NONE;

  /**
   * Not looking yet.
   *
   * @param what is loaded: one word, for the log
   * @param files to look at now; asked each time
   * @param load what is done when they have changed
   */
  FileWatch(String what, Supplier<Set<Path>> files, Runnable load) {
    this.what = what;
    this.files = files;
    this.load = load;
  }

  /** Looks again and again, on a thread of its own. */
  FileWatch start(Duration every) {
    var unused =
        thread.scheduleWithFixedDelay(
            this::lookSafely, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    return this;
  }

  private Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "postern-" + what);
    thread.setDaemon(true);
    return thread;
  }

  // Whatever is thrown would end the looking for good, and nobody would know.
  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException | Error e) {
      LOG.error("The {} could not be looked at", what, e);
    }
  }

  /** Looks once. */
  void look() {
    Look now = Look.at(files.get());
    if (now.equals(last) && !now.equals(done)) {
      load.run();
      // If what is loaded is now made of other files, the next looks are different and load once
      // more,
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
