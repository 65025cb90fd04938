package io.postern.pinhole;

import io.postern.event.BlockReason;
import io.postern.event.DataStats;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Protection;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How pinholes are made. One instance belongs to one session and is called on that session's
 * thread; it calls its observer on the same thread, never from inside {@link #open}.
 */
public interface PinholeBackend {

  /** The name in events: {@code relay} or {@code nftables}. */
  String name();

  /**
   * Opens a pinhole: a port for each side that connects to the gateway. Where no side does, the
   * gateway connects to both once {@link Opening#protect} is called.
   *
   * @param at where to listen for each of {@link Expectation#accepted}, in its order; the ports are
   *     reserved by the caller until the opening is closed or failed
   * @param held whether the data connection waits for {@link Opening#protect} before it carries a
   *     byte, or begins TLS
   * @return the opening, of which the observer is told
   */
  Opening open(Expectation expectation, List<Endpoint> at, boolean held, Observer observer);

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
     * What the data connection has carried so far.
     *
     * @param lasted since its peer came
     */
    Carried carried(Duration lasted);

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

    /** The pinhole stands. */
    void opened(Listening listening);

    /**
     * It could not be opened.
     *
     * @param busy where another port may do; null if none would
     * @param reason one line for people
     */
    void openFailed(@Nullable Endpoint busy, String reason);

    /** A connection was refused; the opening is as it was. */
    void blocked(Endpoint stranger, Endpoint at, BlockReason reason);

    /**
     * The expected peer connected; where both sides do, both have come, and this is the client.
     * Where no side does, the gateway begins to connect to this client. The ports are released
     * already.
     */
    void accepted(Endpoint peer);

    /** Both sides are connected, and what is to be under TLS is: bytes flow. */
    void connected();

    /** The data connection ended; the last call. */
    void ended(DataStats stats);
  }
}
