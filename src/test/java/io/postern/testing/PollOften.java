package io.postern.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Looks often whether what a test waits for is there. Awaitility's own 100 ms, of which the first
 * are waited in any case, were most of the time of a thousand short tests.
 */
public final class PollOften implements LauncherSessionListener {

  private static final Duration POLL = Duration.ofMillis(10);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(POLL);
  }
}
