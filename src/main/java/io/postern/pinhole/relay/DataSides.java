package io.postern.pinhole.relay;

import io.netty.channel.socket.SocketChannel;
import io.postern.event.DataEnd;
import io.postern.ftp.Expectation;
import io.postern.relay.Parking;
import org.jspecify.annotations.Nullable;

/**
 * The two sockets of a data connection: a peer's that has come, or one that the gateway connects. A
 * channel joins the event loop only when both sides are connected: until then the kernel keeps what
 * the peer sends, and its end of file. On the event loop.
 */
final class DataSides implements DataDial.Owner {

  /** Who is told, once. */
  interface Owner {

    /** Both are connected, and the event loop has them; nothing was read. */
    void joined(SocketChannel client, SocketChannel server);

    /** They can't be: whoever is told resets them. */
    void failed(DataEnd end, String detail);
  }

  private final RelayBackend backend;
  private final Owner owner;
  private final @Nullable DataDial toClient;
  private final @Nullable DataDial toServer;
  private @Nullable SocketChannel client;
  private @Nullable SocketChannel server;
  private boolean over;

  /**
   * Sides of which none is connected to yet.
   *
   * @param client the client's connection, which no event loop has yet; null if the gateway
   *     connects to it
   * @param server the same for the server
   */
  DataSides(
      RelayBackend backend,
      Expectation expectation,
      @Nullable SocketChannel client,
      @Nullable SocketChannel server,
      Owner owner) {
    this.backend = backend;
    this.client = client;
    this.server = server;
    this.owner = owner;
    boolean both = client == null && server == null;
    toClient = dial(expectation.client(), both);
    toServer = dial(expectation.server(), both);
  }

  private @Nullable DataDial dial(Expectation.Side side, boolean parks) {
    return side instanceof Expectation.Connects onTo
        ? new DataDial(backend, onTo, parks, this)
        : null;
  }

  /** Connects to the sides that have not come. */
  void connect() {
    start(toServer);
    start(toClient);
    joinOnce();
  }

  private void start(@Nullable DataDial dial) {
    if (dial != null && !over) {
      dial.start();
    }
  }

  @Override
  public void connected(DataDial dial, SocketChannel channel) {
    if (over) {
      reset(channel);
      return;
    }
    if (dial == toClient) {
      client = channel;
    } else {
      server = channel;
    }
    joinOnce();
  }

  @Override
  public void failed(String reason) {
    if (!over) {
      owner.failed(DataEnd.UNREACHABLE, reason);
    }
  }

  /** Both are connected: those that no event loop has join it. */
  private void joinOnce() {
    if (over || client == null || server == null) {
      return;
    }
    if (toClient != null && toServer != null) {
      client = Parking.end(client);
      server = Parking.end(server);
    }
    SocketChannel ofClient = client;
    SocketChannel ofServer = server;
    if (!ofClient.isActive() || !ofServer.isActive()) {
      owner.failed(ofClient.isActive() ? DataEnd.SERVER_RESET : DataEnd.CLIENT_RESET, "");
    } else {
      join(ofClient, () -> join(ofServer, () -> owner.joined(ofClient, ofServer)));
    }
  }

  private void join(SocketChannel channel, Runnable then) {
    if (channel.isRegistered()) {
      then.run();
      return;
    }
    DataSockets.configure(channel);
    backend
        .loop()
        .register(channel)
        .addListener(
            registered -> {
              if (registered.isSuccess()) {
                then.run();
              } else {
                owner.failed(DataEnd.ABORTED, SocketFaults.text(registered.cause()));
              }
            });
  }

  /** Whoever is connected is reset, and what still connects ends. */
  void reset() {
    over = true;
    cancel(toClient);
    cancel(toServer);
    reset(client);
    reset(server);
  }

  private static void cancel(@Nullable DataDial dial) {
    if (dial != null) {
      dial.cancel();
    }
  }

  private static void reset(@Nullable SocketChannel channel) {
    if (channel != null && channel.isRegistered()) {
      Reset.registered(channel);
    } else if (channel != null) {
      Reset.unregistered(channel);
    }
  }
}
