package io.postern.pinhole;

import io.postern.event.BlockReason;
import io.postern.event.DataStats;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Protection;

/**
 * How pinholes are made. One instance belongs to one session and is called on that session's
 * thread; it calls its observer on the same thread, never from inside {@link #open}.
 */
public interface PinholeBackend {

  /** The name in events: {@code relay} or {@code nftables}. */
  String name();

  /**
   * Opens a pinhole at one port of the expectation's listen address.
   *
   * @param port 1 to 65535, reserved by the caller until the opening is closed or failed; -1 if
   *     neither side connects to the gateway
   * @param held whether the data connection waits for {@link Opening#protect} before it carries a
   *     byte, or begins TLS
   * @return the opening, of which the observer is told
   */
  Opening open(Expectation expectation, int port, boolean held, Observer observer);

  /** Runs the task on the session's thread, after the call that runs now. */
  void later(Runnable task);

  /** One opening. Its calls are idempotent and may come at any time. */
  interface Opening {

    /** Limits the data connection, from now on or once there is one. */
    void limit(TransferLimits limits);

    /**
     * How the data connection is protected on either side, now or once there is one. The first call
     * counts.
     */
    void protect(Protection client, Protection server);

    /**
     * Takes nobody any more: the port is released. A data connection that was accepted runs on, and
     * a later {@link Observer#ended} tells of its end; if none was accepted the observer hears no
     * more.
     */
    void close();

    /** {@link #close}, and an accepted data connection is reset; its end is told. */
    void abort();
  }

  /**
   * What becomes of an opening: {@code (opened blocked* (accepted (connected)? blocked* ended)?) |
   * openFailed}.
   */
  interface Observer {

    /** The pinhole stands at this endpoint. */
    void opened(Endpoint listening);

    /**
     * It could not be opened.
     *
     * @param portBusy whether another port may do
     * @param reason one line for people
     */
    void openFailed(boolean portBusy, String reason);

    /** A connection was refused; the opening is as it was. */
    void blocked(Endpoint stranger, BlockReason reason);

    /** The expected peer connected. The port is released already. */
    void accepted(Endpoint peer);

    /** The other side is connected too, and what is to be under TLS is: bytes flow. */
    void connected();

    /** The data connection ended; the last call. */
    void ended(DataStats stats);
  }
}
