package io.postern.operator;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A terminal as long as frames are drawn on it. They get a screen of their own, so that what stood
 * there comes back afterwards, however the process ends, but for SIGKILL. Keys are not echoed; q
 * asks for the end. Where there is no stty they are echoed, and q wants Enter behind it.
 */
public final class Screen implements AutoCloseable {

  private static final File TERMINAL = new File("/dev/tty");

  // DEC private modes as in xterm's control sequences: the other screen, no wrapping of lines, no
  // cursor; and back.
  private static final String ENTER = "\u001b[?1049h\u001b[?7l\u001b[?25l";
  private static final String LEAVE = "\u001b[?25h\u001b[?7h\u001b[?1049l";

  private final PrintWriter out;
  private final Optional<String> before;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final Thread atEnd = new Thread(this::restore, "postern-screen");
  private boolean restored;

  private Screen(PrintWriter out, Optional<String> before) {
    this.out = out;
    this.before = before;
  }

  /** Takes the terminal of standard output, which is to be one. */
  public static Screen open(PrintWriter out) {
    Screen screen = new Screen(out, stty("-g"));
    Runtime.getRuntime().addShutdownHook(screen.atEnd);
    screen.enter();
    return screen;
  }

  private synchronized void enter() {
    if (restored) {
      return;
    }
    if (before.isPresent()) {
      // Each key at once. Ctrl-C ends as ever; a shell must not get the terminal by Ctrl-Z as it
      // is.
      stty("-echo", "-icanon", "min", "1", "time", "0", "susp", "undef");
    }
    Thread keys = new Thread(() -> read(System.in), "postern-keys");
    keys.setDaemon(true);
    keys.start();
    out.print(ENTER);
    out.flush();
  }

  private void read(InputStream keys) {
    try {
      int key = keys.read();
      while (key >= 0 && key != 'q' && key != 'Q') {
        key = keys.read();
      }
    } catch (IOException e) {
      // The terminal is gone.
    }
    asked.countDown();
  }

  /** Draws a frame in place of the one before. */
  public synchronized void draw(List<String> lines) {
    if (!restored) {
      out.print(Terminal.redrawn(lines));
      out.flush();
    }
  }

  /** Waits until the end is asked for, or the time is over; says which. */
  public boolean awaitEnd(Duration time) throws InterruptedException {
    return asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Gives the terminal back as it was. Idempotent. */
  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException e) {
      // The process ends already, and the hook runs or has run.
    }
  }

  private synchronized void restore() {
    if (restored) {
      return;
    }
    restored = true;
    out.print(LEAVE);
    out.flush();
    before.ifPresent(Screen::stty);
  }

  /** What it says; empty if there is no such program, or it says no. */
  static Optional<String> stty(String... arguments) {
    @Nullable Process process = null;
    try {
      String[] command = new String[arguments.length + 1];
      command[0] = "stty";
      System.arraycopy(arguments, 0, command, 1, arguments.length);
      process =
          new ProcessBuilder(command)
              .redirectInput(TERMINAL)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return process.waitFor(1, TimeUnit.SECONDS) && process.exitValue() == 0
          ? Optional.of(said)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
