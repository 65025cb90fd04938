package io.postern.testing;

import io.netty.buffer.ByteBufAllocator;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Has the leaks of a JVM's last tests told before it ends: Netty tells a leak only when a buffer is
 * allocated after the collector has found the leaked one.
 */
public final class LastLeaks implements LauncherSessionListener {

  private static final int COLLECTIONS = 3;
  private static final long COLLECTED_WITHIN_MILLIS = 2_000;

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    for (int i = 0; i < COLLECTIONS; i++) {
      collect();
      ByteBufAllocator.DEFAULT.directBuffer().release();
      ByteBufAllocator.DEFAULT.heapBuffer().release();
    }
  }

  /** Returns once the collector has queued an object that nothing holds. */
  private static void collect() {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    PhantomReference<Object> sentinel = new PhantomReference<>(new Object(), collected);
    System.gc();
    try {
      collected.remove(COLLECTED_WITHIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sentinel.clear();
  }
}
