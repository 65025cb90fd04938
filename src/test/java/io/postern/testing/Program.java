package io.postern.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A child process: its output goes to a file, every wait is bounded, and closing ends it and its
 * children by their own process ids. Children that are left at the end of the JVM are ended too.
 */
public final class Program implements AutoCloseable {

  private static final Duration END = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final int CONNECT_MILLIS = 1000;
  private static final Set<Program> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Program::close)));
  }

  private final Process process;
  private final Path log;
  private final String name;

  private Program(Process process, Path log, String name) {
    this.process = process;
    this.log = log;
    this.name = name;
    RUNNING.add(this);
  }

  /** Starts a command whose output and errors go to {@code log}. */
  public static Program start(Path log, List<String> command) {
    return start(log, command, Map.of());
  }

  /** Starts a command with more environment; its output and errors go to {@code log}. */
  public static Program start(Path log, List<String> command, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    try {
      return new Program(builder.start(), log, command.get(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** All that it has written so far. */
  public String output() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes lines to its standard input, which stays open. */
  public Program type(String lines) {
    try {
      OutputStream input = process.getOutputStream();
      input.write(lines.getBytes(StandardCharsets.UTF_8));
      input.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " no longer reads: " + output(), e);
    }
  }

  /** Closes its standard input. */
  public Program endOfInput() {
    try {
      process.getOutputStream().close();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until its output holds a match of the expression. */
  public Program awaitOutput(String expression, Duration timeout) {
    Pattern pattern = Pattern.compile(expression);
    await("output " + expression, timeout, () -> pattern.matcher(output()).find());
    return this;
  }

  /** Waits until a connection to the address is greeted with at least one byte. */
  public Program awaitGreeting(InetSocketAddress address, Duration timeout) {
    await("greeting at " + address, timeout, () -> greets(address));
    return this;
  }

  /** Waits until a connection to the address is accepted. */
  public Program awaitListening(InetSocketAddress address, Duration timeout) {
    await("listener at " + address, timeout, () -> accepts(address));
    return this;
  }

  /** Waits for its end and gives the exit code. */
  public int awaitExit(Duration timeout) {
    try {
      if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("%s still runs after %s: %s".formatted(name, timeout, output()));
  }

  /** Sends a signal by name: INT, TERM, STOP. */
  public void signal(String signal) {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid()).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it and its children: asked first, then killed. */
  @Override
  public void close() {
    RUNNING.remove(this);
    // The children that are known now: they lose their parent when it ends.
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    long deadlineNanos = System.nanoTime() + END.toNanos();
    all.forEach(handle -> awaitEnd(handle, deadlineNanos));
  }

  private static void awaitEnd(ProcessHandle handle, long deadlineNanos) {
    try {
      handle.onExit().get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      handle.destroyForcibly();
    } catch (Exception e) {
      handle.destroyForcibly();
    }
  }

  private void await(String what, Duration timeout, BooleanSupplier condition) {
    try {
      Awaitility.await()
          .atMost(timeout)
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .until(() -> condition.getAsBoolean() || failIfEnded());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s: no %s within %s: %s".formatted(name, what, timeout, output()), e);
    }
  }

  private boolean failIfEnded() {
    if (!process.isAlive()) {
      throw new AssertionError(
          "%s ended with %d: %s".formatted(name, process.exitValue(), output()));
    }
    return false;
  }

  private static boolean accepts(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean greets(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      socket.setSoTimeout(CONNECT_MILLIS);
      InputStream in = socket.getInputStream();
      return in.read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }
}
