package io.postern.testing;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes what Netty's leak detector logs to {@code target/leaks.txt}. The build fails in its verify
 * phase when that file exists, whichever test JVM wrote it.
 */
public final class LeakGate extends AppenderBase<ILoggingEvent> {

  private final Path file;

  /** Made by logback. Maven runs the tests in the project's own directory. */
  public LeakGate() {
    this(Path.of("target", "leaks.txt"));
  }

  LeakGate(Path file) {
    this.file = file;
  }

  @Override
  protected void append(ILoggingEvent event) {
    String message = event.getFormattedMessage();
    if (message.startsWith("LEAK:")) {
      write(file, message + System.lineSeparator());
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
