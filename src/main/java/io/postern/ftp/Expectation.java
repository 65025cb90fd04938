package io.postern.ftp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A predicted data connection: how the gateway meets the client and the server for it (netfilter's
 * term). On either side it accepts or connects, which makes four kinds: two of them are one
 * connection passed on, and where the sides' modes differ it accepts both, or connects to both.
 *
 * @param id unique in the process
 * @param client how the gateway meets the client
 * @param server how the gateway meets the server
 * @param setUp the client's command that made the prediction
 */
public record Expectation(long id, Side client, Side server, Verb setUp) {

  /** How the gateway meets a side of the data connection. */
  public sealed interface Side {

    /** The address of the side's end. */
    InetAddress peer();
  }

  /**
   * The side connects to the gateway.
   *
   * @param peer the one address that may connect; any port of it
   * @param listenAddress the gateway's address to listen on: the one that the peer already talks to
   */
  public record Accepts(InetAddress peer, InetAddress listenAddress) implements Side {}

  /**
   * The gateway connects to the side.
   *
   * @param target where to
   * @param source the gateway's own address and port to connect from; port 0 means any
   */
  public record Connects(Endpoint target, Endpoint source) implements Side {

    @Override
    public InetAddress peer() {
      return target.address();
    }
  }

  /**
   * A connection of one side that is passed on to the other.
   *
   * @param mode passive: the client connects, and its bytes go to the server; active: the other way
   *     round
   */
  public static Expectation passedOn(
      long id, DataMode mode, Accepts from, Connects onTo, Verb setUp) {
    return mode == DataMode.PASSIVE
        ? new Expectation(id, from, onTo, setUp)
        : new Expectation(id, onTo, from, setUp);
  }

  /** How the client makes the data connection. */
  public DataMode mode() {
    return client instanceof Accepts ? DataMode.PASSIVE : DataMode.ACTIVE;
  }

  /** How the server makes it: {@link DataMode#ACTIVE} if it connects to the gateway. */
  public DataMode serverMode() {
    return server instanceof Accepts ? DataMode.ACTIVE : DataMode.PASSIVE;
  }

  /** Whether one side connects, and the gateway then connects to the other. */
  public boolean isPassedOn() {
    return mode() == serverMode();
  }

  /** The sides that connect to the gateway, the client first; none, one or both. */
  public List<Accepts> accepted() {
    List<Accepts> sides = new ArrayList<>(2);
    for (Side side : List.of(client, server)) {
      if (side instanceof Accepts accepts) {
        sides.add(accepts);
      }
    }
    return sides;
  }

  /** The sides that the gateway connects to, the client first; none, one or both. */
  public List<Connects> connected() {
    List<Connects> sides = new ArrayList<>(2);
    for (Side side : List.of(client, server)) {
      if (side instanceof Connects connects) {
        sides.add(connects);
      }
    }
    return sides;
  }

  /** Whose connection begins it: the side that connects, or the client where both or none do. */
  public InetAddress peer() {
    return (isPassedOn() && server instanceof Accepts ? server : client).peer();
  }
}
