package io.postern.pinhole;

import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Protection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A backend whose every step the test takes by hand. */
final class ScriptedBackend implements PinholeBackend {

  final List<Scripted> openings = new ArrayList<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public Opening open(Expectation expectation, List<Endpoint> at, boolean held, Observer observer) {
    Scripted opening = new Scripted(at, held, observer);
    openings.add(opening);
    return opening;
  }

  @Override
  public void later(Runnable task) {
    tasks.add(task);
  }

  /** Runs what was put off. */
  void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  Scripted last() {
    return openings.get(openings.size() - 1);
  }

  /** One opening, and how often it was closed and aborted. */
  static final class Scripted implements Opening {

    final List<Endpoint> at;
    final boolean held;
    final Observer observer;
    final List<TransferLimits> limits = new ArrayList<>();
    final List<String> protections = new ArrayList<>();
    int closes;
    int aborts;

    private Scripted(List<Endpoint> at, boolean held, Observer observer) {
      this.at = at;
      this.held = held;
      this.observer = observer;
    }

    int port() {
      return at.get(0).port();
    }

    @Override
    public void limit(TransferLimits newLimits) {
      limits.add(newLimits);
    }

    @Override
    public void protect(Protection client, Protection server) {
      protections.add(client + " " + server);
    }

    @Override
    public Carried carried(Duration lasted) {
      return new Carried(3, 5, lasted);
    }

    @Override
    public void close() {
      closes++;
    }

    @Override
    public void abort() {
      aborts++;
    }
  }
}
