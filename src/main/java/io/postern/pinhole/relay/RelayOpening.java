package io.postern.pinhole.relay;

import io.netty.channel.socket.SocketChannel;
import io.postern.event.BlockReason;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Protection;
import io.postern.pinhole.PinholeBackend;
import io.postern.pinhole.TransferLimits;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One opening: the listener until the peer comes, then the data connection. On one event loop. */
final class RelayOpening implements PinholeBackend.Opening, PeerListener.Visitors {

  private final RelayBackend backend;
  private final Expectation expectation;
  private final int port;
  private final boolean held;
  private final PinholeBackend.Observer observer;
  private final PeerListener listener;
  private boolean closed;
  private @Nullable DataConnection data;
  private @Nullable TransferLimits limits;

  /** How the data connection is protected; null until that is said. */
  private DataConnection.@Nullable Protections protections;

  RelayOpening(
      RelayBackend backend,
      Expectation expectation,
      int port,
      boolean held,
      PinholeBackend.Observer observer) {
    this.backend = backend;
    this.expectation = expectation;
    this.port = port;
    this.held = held;
    this.observer = observer;
    this.listener =
        new PeerListener(backend.loop(), backend.transport(), backend.transparent(), this);
  }

  void start() {
    if (closed) {
      return;
    }
    if (expectation.isPassedOn()) {
      listener.bind(new InetSocketAddress(entrance().listenAddress(), port));
    } else {
      closed = true;
      observer.openFailed(false, "a client and a server in different modes can't be joined");
    }
  }

  @Override
  public void bound(Endpoint listening) {
    if (!closed) {
      observer.opened(listening);
    }
  }

  @Override
  public void bindFailed(Throwable cause) {
    if (!closed) {
      closed = true;
      boolean busy = SocketFaults.isPortBusy(cause);
      observer.openFailed(busy, "can't listen on port " + port + ": " + SocketFaults.text(cause));
    }
  }

  @Override
  public void came(SocketChannel channel, Endpoint visitor) {
    if (closed) {
      Reset.unregistered(channel);
    } else if (data != null) {
      Reset.unregistered(channel);
      observer.blocked(visitor, BlockReason.USED);
    } else if (!backend.admits(expectation, entrance(), visitor)) {
      Reset.unregistered(channel);
      observer.blocked(visitor, BlockReason.STRANGER);
    } else {
      admit(channel, visitor);
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
    if (protections == null) {
      protections = new DataConnection.Protections(client, server);
      if (data != null) {
        data.protect(protections);
      }
    }
  }

  @Override
  public void close() {
    if (data == null) {
      closed = true;
    }
    listener.close();
  }

  @Override
  public void abort() {
    close();
    if (data != null) {
      data.abort();
    }
  }

  private void admit(SocketChannel channel, Endpoint visitor) {
    listener.close();
    DataConnection admitted = new DataConnection(backend, expectation, channel, observer);
    data = admitted;
    if (limits != null) {
      admitted.limit(limits);
    }
    observer.accepted(visitor);
    if (protections != null) {
      admitted.protect(protections);
    } else if (held) {
      admitted.hold();
    } else {
      admitted.protect(DataConnection.Protections.NONE);
    }
  }

  /** The side that connects. */
  private Expectation.Accepts entrance() {
    return expectation.accepted().get(0);
  }
}
