package io.postern.pinhole.relay;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.relay.Parking;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Connects to one side of a data connection. Where the other side has to be connected to as well,
 * the channel is parked: nothing is read of it until both stand. On the event loop.
 */
final class DataDial {

  private static final InternalLogger LOG = InternalLoggerFactory.getInstance(DataDial.class);

  /** Who is told, once, on the event loop. */
  interface Owner {

    /** It is connected; whoever hears this owns the channel. */
    void connected(DataDial dial, SocketChannel channel);

    /** It can't be connected. */
    void failed(String reason);
  }

  private final RelayBackend backend;
  private final Expectation.Connects onTo;
  private final boolean parks;
  private final Owner owner;
  private @Nullable SocketChannel connecting;
  private boolean over;

  /**
   * One that has not begun.
   *
   * @param parks whether the channel leaves the event loop once it is connected
   */
  DataDial(RelayBackend backend, Expectation.Connects onTo, boolean parks, Owner owner) {
    this.backend = backend;
    this.onTo = onTo;
    this.parks = parks;
    this.owner = owner;
  }

  void start() {
    connectFrom(onTo.source());
  }

  /** Nobody wants it any more: the owner hears nothing. */
  void cancel() {
    over = true;
    if (connecting != null) {
      Reset.registered(connecting);
    }
  }

  private void connectFrom(Endpoint source) {
    SocketChannel target;
    try {
      target =
          DataSockets.open(
              backend.transport(), backend.settings(), backend.transparent(), source.port() == 0);
    } catch (ChannelException e) {
      fail("no socket: " + SocketFaults.text(e));
      return;
    }
    connecting = target;
    if (parks) {
      Parking.prepare(target);
    }
    backend
        .loop()
        .register(target)
        .addListener(
            registered -> {
              if (registered.isSuccess()) {
                connect(target, source);
              } else {
                attempted(target, registered.cause());
              }
            });
  }

  private void connect(SocketChannel target, Endpoint source) {
    ChannelFuture attempt = target.connect(onTo.target().toSocketAddress(), local(source));
    if (attempt.isDone() && !attempt.isSuccess() && source.port() != 0) {
      // Failed at once: port 20 may need a privilege, or the pair of endpoints is still in use.
      LOG.debug("can't connect from {}; any port then", source, attempt.cause());
      Reset.registered(target);
      connectFrom(source.withPort(0));
    } else {
      attempt.addListener(done -> attempted(target, done.cause()));
    }
  }

  /** A client behind a balancer may be of another family than our end of its connection. */
  private InetSocketAddress local(Endpoint source) {
    return source.isIpv6() == onTo.target().isIpv6()
        ? source.toSocketAddress()
        : new InetSocketAddress(source.port());
  }

  private void attempted(SocketChannel target, @Nullable Throwable fault) {
    if (over) {
      Reset.registered(target);
    } else if (fault != null) {
      fail("can't connect to " + onTo.target() + ": " + SocketFaults.text(fault));
    } else if (parks) {
      Parking.park(target).addListener(gone -> connected(target));
    } else {
      connected(target);
    }
  }

  private void connected(SocketChannel target) {
    if (over) {
      Reset.unregistered(target);
    } else {
      over = true;
      // Not ours to close any more: another channel may take over its socket.
      connecting = null;
      owner.connected(this, target);
    }
  }

  private void fail(String reason) {
    cancel();
    owner.failed(reason);
  }
}
