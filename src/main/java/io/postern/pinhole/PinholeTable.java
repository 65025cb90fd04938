package io.postern.pinhole;

import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import io.postern.event.SessionRef;
import io.postern.ftp.Expectation;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** All pinholes of the process, and the ports that they hold. Thread-safe. */
public final class PinholeTable {

  private final int maxPinholes;
  private final EventSink sink;
  private final LongSupplier nanoClock;
  private final PortPool ports = new PortPool(new SecureRandom());
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger live = new AtomicInteger();

  /**
   * An empty table.
   *
   * @param maxPinholes how many may live at once ({@code limits.pinholes}), from the prediction to
   *     the end of the data connection
   * @param sink takes the events of every pinhole
   * @param nanoClock like {@link System#nanoTime}
   */
  public PinholeTable(int maxPinholes, EventSink sink, LongSupplier nanoClock) {
    this.maxPinholes = maxPinholes;
    this.sink = sink;
    this.nanoClock = nanoClock;
  }

  /**
   * Makes a pinhole. Publishes the prediction, draws a free port of the range at random, and opens
   * it; on a busy port it draws again. The observer is never called from inside.
   *
   * @param session for the events
   * @param range where the port is drawn from
   * @param held whether the data connection waits for {@link Pinhole#protect} before it carries a
   *     byte
   * @param observer told of its life
   */
  public Pinhole open(
      SessionRef session,
      Expectation expectation,
      PortRange range,
      boolean held,
      PinholeBackend backend,
      PinholeObserver observer) {
    LivePinhole pinhole =
        new LivePinhole(this, session, expectation, range, held, backend, observer);
    pinhole.start();
    return pinhole;
  }

  /** How many ports are held. */
  public int portsInUse() {
    return ports.size();
  }

  /**
   * How many ports of a range are held at the address at which most are: when it is the size of the
   * range, no pinhole can be made there.
   */
  public int portsInUse(PortRange range) {
    return ports.mostHeld(range);
  }

  /** How many pinholes wait for their peer. */
  public int waiting() {
    return waiting.get();
  }

  /** How many data connections run. */
  public int running() {
    return running.get();
  }

  /**
   * Counts a data connection that came without a pinhole of its own, through a port that is open
   * for its client; then {@link #leave} is to be called once.
   *
   * @return false if there are as many pinholes and data connections as may be
   */
  public boolean enter() {
    boolean room = admit();
    if (room) {
      accepted();
    }
    return room;
  }

  /** It ended. */
  public void leave() {
    ended(true);
  }

  PortPool ports() {
    return ports;
  }

  long nanoTime() {
    return nanoClock.getAsLong();
  }

  void publish(GatewayEvent event) {
    sink.publish(event);
  }

  /** Counts a new pinhole; false if there are too many already. */
  boolean admit() {
    if (live.incrementAndGet() > maxPinholes) {
      live.decrementAndGet();
      return false;
    }
    waiting.incrementAndGet();
    return true;
  }

  /** An admitted pinhole's peer came. */
  void accepted() {
    waiting.decrementAndGet();
    running.incrementAndGet();
  }

  /** An admitted pinhole ended. */
  void ended(boolean wasAccepted) {
    (wasAccepted ? running : waiting).decrementAndGet();
    live.decrementAndGet();
  }
}
