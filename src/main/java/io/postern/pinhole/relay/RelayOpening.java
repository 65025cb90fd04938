package io.postern.pinhole.relay;

import io.netty.channel.socket.SocketChannel;
import io.postern.event.BlockReason;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Protection;
import io.postern.pinhole.Carried;
import io.postern.pinhole.Listening;
import io.postern.pinhole.PinholeBackend;
import io.postern.pinhole.TransferLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One opening: a listener for each side that connects, until all of them have come; then the data
 * connection. Where no side connects it begins when it is told how it is protected. On one event
 * loop.
 */
final class RelayOpening implements PinholeBackend.Opening, Entrance.Owner {

  private final RelayBackend backend;
  private final Expectation expectation;
  private final boolean held;
  private final PinholeBackend.Observer observer;
  private final @Nullable Entrance client;
  private final @Nullable Entrance server;

  /** Of the sides that connect, the client's first. */
  private final List<Entrance> entrances = new ArrayList<>(2);

  private boolean closed;
  private @Nullable DataConnection data;
  private @Nullable TransferLimits limits;

  /** How the data connection is protected; null until that is said. */
  private @Nullable Protections protections;

  /**
   * One that is not open yet.
   *
   * @param at where to listen for each side that connects, the client's first
   */
  RelayOpening(
      RelayBackend backend,
      Expectation expectation,
      List<Endpoint> at,
      boolean held,
      PinholeBackend.Observer observer) {
    this.backend = backend;
    this.expectation = expectation;
    this.held = held;
    this.observer = observer;
    this.client = entrance(expectation.client(), true, at);
    this.server = entrance(expectation.server(), false, at);
  }

  private @Nullable Entrance entrance(Expectation.Side side, boolean ofClient, List<Endpoint> at) {
    if (!(side instanceof Expectation.Accepts accepts)) {
      return null;
    }
    Entrance entrance = new Entrance(backend, accepts, ofClient, at.get(entrances.size()), this);
    entrances.add(entrance);
    return entrance;
  }

  void start() {
    for (Entrance entrance : entrances) {
      if (!closed) {
        entrance.open();
      }
    }
    if (entrances.isEmpty() && !closed) {
      observer.opened(Listening.NOWHERE);
      if (!held || protections != null) {
        begin();
      }
    }
  }

  @Override
  public void bound() {
    if (!closed && entrances.stream().allMatch(entrance -> entrance.listening() != null)) {
      observer.opened(
          new Listening(
              client == null ? null : client.listening(),
              server == null ? null : server.listening()));
    }
  }

  @Override
  public void bindFailed(Endpoint at, Throwable cause) {
    if (!closed) {
      close();
      observer.openFailed(
          SocketFaults.isPortBusy(cause) ? at : null,
          "can't listen on port " + at.port() + ": " + SocketFaults.text(cause));
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void blocked(Endpoint stranger, Endpoint at, BlockReason reason) {
    observer.blocked(stranger, at, reason);
  }

  @Override
  public void taken() {
    if (entrances.stream().allMatch(Entrance::isTaken)) {
      begin();
    }
  }

  @Override
  public void limit(TransferLimits newLimits) {
    limits = newLimits;
    if (data != null) {
      data.limit(newLimits);
    }
  }

  @Override
  public void protect(Protection client, Protection server) {
    if (protections != null) {
      return;
    }
    protections = new Protections(client, server);
    if (data != null) {
      data.protect(protections);
    } else if (entrances.isEmpty()) {
      // Later: the observer is not told from inside this call.
      backend.later(this::begin);
    }
  }

  @Override
  public Carried carried(Duration lasted) {
    return data == null ? Carried.NOTHING : data.carried(lasted);
  }

  @Override
  public void close() {
    if (data == null) {
      closed = true;
      entrances.forEach(Entrance::turnAway);
    }
    entrances.forEach(Entrance::close);
  }

  @Override
  public void abort() {
    close();
    if (data != null) {
      data.abort();
    }
  }

  private void begin() {
    if (closed || data != null) {
      return;
    }
    DataConnection begun =
        new DataConnection(backend, expectation, channelOf(client), channelOf(server), observer);
    data = begun;
    if (limits != null) {
      begun.limit(limits);
    }
    observer.accepted(entrances.isEmpty() ? target() : entrances.get(0).visitor());
    if (protections != null) {
      begun.protect(protections);
    } else if (held) {
      begun.hold();
    } else {
      begun.protect(Protections.NONE);
    }
  }

  private static @Nullable SocketChannel channelOf(@Nullable Entrance entrance) {
    return entrance == null ? null : entrance.taken();
  }

  private Endpoint target() {
    return expectation.connected().get(0).target();
  }
}
