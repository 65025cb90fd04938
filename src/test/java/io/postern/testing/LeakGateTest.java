package io.postern.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.netty.util.ResourceLeakDetector;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LeakGateTest {

  @TempDir private Path directory;

  @Test
  void append_leak_isWritten() {
    Path file = directory.resolve("leaks.txt");

    new LeakGate(file).append(event("LEAK: ByteBuf.release() was not called"));

    assertThat(file).content().startsWith("LEAK: ByteBuf.release()");
  }

  @Test
  void append_anotherMessage_isNotWritten() {
    Path file = directory.resolve("leaks.txt");

    new LeakGate(file).append(event("no LEAK: here"));

    assertThat(file).doesNotExist();
  }

  @Test
  void theTestsRunWithTheGateAndWithParanoidDetection() {
    Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("ROOT");

    assertThat(root.getAppender("leaks")).isInstanceOf(LeakGate.class);
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
  }

  private static LoggingEvent event(String message) {
    Logger logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("test");
    return new LoggingEvent("test", logger, Level.ERROR, message, null, null);
  }
}
