package io.postern.pinhole.relay;

import io.netty.channel.socket.SocketChannel;
import io.postern.event.BlockReason;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where one side of a data connection connects to the gateway: takes the first connection of its
 * one permitted peer, and keeps it unread. The kernel holds what the peer sends meanwhile, and its
 * end of file.
 */
final class Entrance implements PeerListener.Visitors {

  /** What an opening hears of its entrances, on the event loop. */
  interface Owner {

    /** This one listens. */
    void bound();

    /** This one can't listen. */
    void bindFailed(Endpoint at, Throwable cause);

    /** Whether nobody is taken any more. */
    boolean isClosed();

    /** A connection was refused. */
    void blocked(Endpoint stranger, Endpoint at, BlockReason reason);

    /** The peer has come, and nobody else may. */
    void taken();
  }

  private final RelayBackend backend;
  private final Expectation.Accepts side;
  private final boolean ofClient;
  private final Endpoint at;
  private final Owner owner;
  private final PeerListener listener;
  private @Nullable Endpoint listening;
  private @Nullable SocketChannel channel;
  private @Nullable Endpoint visitor;

  /**
   * One that is not open yet.
   *
   * @param side who may come
   * @param ofClient whether that is the client
   */
  Entrance(
      RelayBackend backend, Expectation.Accepts side, boolean ofClient, Endpoint at, Owner owner) {
    this.backend = backend;
    this.side = side;
    this.ofClient = ofClient;
    this.at = at;
    this.owner = owner;
    this.listener =
        new PeerListener(backend.loop(), backend.transport(), backend.transparent(), this);
  }

  void open() {
    listener.bind(at.toSocketAddress());
  }

  /** Nobody else is taken. */
  void close() {
    listener.close();
  }

  /** Resets the peer that has come, if it has. */
  void turnAway() {
    if (channel != null) {
      Reset.unregistered(channel);
    }
  }

  /** Where it listens; null until it does. */
  @Nullable Endpoint listening() {
    return listening;
  }

  /** Whether its peer has come. */
  boolean isTaken() {
    return channel != null;
  }

  /** The connection of its peer, which no event loop has yet. */
  SocketChannel taken() {
    return Objects.requireNonNull(channel);
  }

  /** The end of its peer. */
  Endpoint visitor() {
    return Objects.requireNonNull(visitor);
  }

  @Override
  public void bound(Endpoint bound) {
    listening = bound;
    owner.bound();
  }

  @Override
  public void bindFailed(Throwable cause) {
    owner.bindFailed(at, cause);
  }

  @Override
  public void came(SocketChannel candidate, Endpoint from) {
    if (owner.isClosed()) {
      Reset.unregistered(candidate);
    } else if (channel != null) {
      refuse(candidate, from, BlockReason.USED);
    } else if (!backend.admits(side, ofClient, from)) {
      refuse(candidate, from, BlockReason.STRANGER);
    } else {
      channel = candidate;
      visitor = from;
      listener.close();
      owner.taken();
    }
  }

  private void refuse(SocketChannel candidate, Endpoint from, BlockReason reason) {
    Reset.unregistered(candidate);
    owner.blocked(from, listening == null ? at : listening, reason);
  }
}
