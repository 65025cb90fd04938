package io.postern.pinhole;

import io.postern.event.PinholeEnd;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Protection;
import java.util.List;

/** One pinhole, from the expectation to its one terminal event. Belongs to its session's thread. */
public interface Pinhole {

  /** The states; only forward. */
  enum State {
    EXPECTED,
    OPENING,
    OPEN,
    ACCEPTED,
    RELAYING,
    CLOSED,
    EXPIRED,
    CANCELLED,
    FAILED
  }

  /** What it serves. */
  Expectation expectation();

  /** Where it stands. */
  State state();

  /** The ports that it holds now: none before it is open, and once its peers have come. */
  List<Endpoint> listening();

  /** What its data connection has carried so far. */
  Carried carried();

  /** Limits its data connection, from now on or once there is one; no effect after the end. */
  void limit(TransferLimits limits);

  /**
   * How its data connection is protected on either side: one that is held starts now, or once its
   * peer has come. The first call counts; no effect after the end.
   */
  void protect(Protection client, Protection server);

  /**
   * Closes it if nobody has been accepted: the port is free, the observer hears no more. Without
   * effect on an accepted or ended one.
   */
  void cancel(PinholeEnd end);

  /** {@link #cancel}, and resets a data connection that was accepted; its end is told. */
  void abort(PinholeEnd end);
}
