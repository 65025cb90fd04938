package io.postern.session;

import io.postern.event.DataStats;
import io.postern.event.Limit;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Line;
import io.postern.ftp.Reply;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a control session is told. */
public sealed interface Input {

  /**
   * The server leg stands.
   *
   * @param server the control peer
   * @param local the gateway's end of the server leg
   */
  record ServerConnected(Endpoint server, Endpoint local) implements Input {}

  /**
   * The server can't be reached.
   *
   * @param reason one line for people, without addresses: it goes to the client
   * @param limit what was reached: the time to connect, or the sessions of every server; null if it
   *     was none
   */
  record ServerUnreachable(String reason, @Nullable Limit limit) implements Input {}

  /**
   * A host name was looked up ({@link Action.LookUp}).
   *
   * @param addresses in the order of preference; empty if there are none, or none in time
   */
  record HostLookedUp(List<InetAddress> addresses) implements Input {

    /** Copies the list. */
    public HostLookedUp {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * A password was checked ({@link Action.CheckProxyUser}).
   *
   * @param answer whether it is that user's
   */
  record ProxyUserChecked(Answer answer) implements Input {

    /** What came of it. */
    public enum Answer {
      /** It is. */
      RIGHT,
      /** It is not, or there is no such user. */
      WRONG,
      /** It was not checked: too many others wait to be. */
      BUSY
    }

    /** One that was looked at. */
    public ProxyUserChecked(boolean right) {
      this(right ? Answer.RIGHT : Answer.WRONG);
    }
  }

  /** A line of the client. */
  record ClientLine(Line line) implements Input {}

  /** A whole reply of the server. */
  record ServerReply(Reply reply) implements Input {}

  /** A side sent what can't be read on. */
  record Broken(Side side, Fault fault) implements Input {}

  /** TLS stands on a leg. */
  record TlsStarted(Side side, TlsPeer peer) implements Input {}

  /**
   * TLS could not be had on a leg; its connection is of no use any more.
   *
   * @param reason one line for people, without anything that the peer sent
   */
  record TlsFailed(Side side, String reason) implements Input {}

  /** A blind session passed bytes of this side on (see {@link Action.GoBlind}). */
  record Carried(Side side) implements Input {}

  /**
   * A side ended its half of the control channel, or the connection.
   *
   * @param reset whether the connection is gone: nothing can be sent to that side
   */
  record Closed(Side side, boolean reset) implements Input {}

  /**
   * The pinhole stands.
   *
   * @param toClient what the client is told if it connects to the gateway: the address and port as
   *     seen from there; null if it does not
   * @param toServer the same for the server
   */
  record PinholeOpened(long id, @Nullable Endpoint toClient, @Nullable Endpoint toServer)
      implements Input {

    /** Of one side's data connection that is passed on: the other side is told nothing. */
    public PinholeOpened(long id, Endpoint advertised) {
      this(id, advertised, advertised);
    }
  }

  /** The pinhole could not be opened. */
  record PinholeFailed(long id, String reason) implements Input {}

  /** The expected peer connected. */
  record PinholeAccepted(long id) implements Input {}

  /** Both sides of the data connection are connected. */
  record PinholeConnected(long id) implements Input {}

  /** The data connection ended. */
  record DataEnded(long id, DataStats stats) implements Input {}

  /**
   * The opaque data ports stand.
   *
   * @param ports which, as {@code FIRST-LAST}; empty if there are none
   */
  record OpaquePortsOpened(String ports) implements Input {}

  /**
   * How many data connections run on the opaque data ports. Nobody can tell which of a client's
   * sessions one belongs to; it is counted as one session's own, which outlives it.
   *
   * @param ofClient those of the client's address
   * @param own those that are counted as this session's own
   */
  record OpaqueData(int ofClient, int own) implements Input {}

  /** Time passed: {@link ControlSession#deadline} has come. */
  record Tick() implements Input {}

  /** The gateway stops: finish what runs, then end with 421. */
  record Drain() implements Input {}

  /** The gateway's time to stop is over. */
  record Stop() implements Input {}

  /**
   * An operator ends the session.
   *
   * @param reason for events, one line for people
   */
  record Kick(String reason) implements Input {}

  /** A side of the session. */
  enum Side {
    CLIENT,
    SERVER
  }

  /** Why a side can't be read on. */
  enum Fault {
    /** A line above its limit. */
    LINE_TOO_LONG,
    /** A reply above its limit. */
    REPLY_TOO_LONG,
    /** Telnet options above their limit. */
    TOO_MANY_OPTIONS,
    /** Bytes in the clear behind the line that TLS begins after. */
    RESIDUE,
    /** A TLS record where a line was expected. */
    TLS_RECORD,
    /** A line of the server that is no reply. */
    MALFORMED_REPLY,
    /** All sessions together hold more than they may, and this client's hold most. */
    TOO_MUCH_HELD
  }
}
