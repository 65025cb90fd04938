package io.postern.pinhole;

import io.postern.event.EventSink;
import io.postern.event.SessionRef;
import io.postern.ftp.Expectation;
import java.util.function.LongSupplier;

/** All pinholes of the process, and the ports that they hold. Thread-safe. */
public final class PinholeTable {

  /**
   * An empty table.
   *
   * @param maxPinholes how many may be open at once ({@code limits.pinholes})
   * @param sink takes the events of every pinhole
   * @param nanoClock like {@link System#nanoTime}
   */
  public PinholeTable(int maxPinholes, EventSink sink, LongSupplier nanoClock) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes a pinhole. Publishes the prediction, draws a free port of the range at random, and opens
   * it; on a busy port it draws again. The observer is never called from inside.
   *
   * @param session for the events
   * @param range where the port is drawn from
   * @param observer told of its life
   */
  public Pinhole open(
      SessionRef session,
      Expectation expectation,
      PortRange range,
      PinholeBackend backend,
      PinholeObserver observer) {
    throw new UnsupportedOperationException();
  }

  /** How many ports are held. */
  public int portsInUse() {
    throw new UnsupportedOperationException();
  }

  /** How many pinholes wait for their peer. */
  public int waiting() {
    throw new UnsupportedOperationException();
  }

  /** How many data connections run. */
  public int running() {
    throw new UnsupportedOperationException();
  }
}
