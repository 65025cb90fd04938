package io.postern.pinhole.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.postern.event.DataEnd;
import io.postern.ftp.Protection;
import io.postern.relay.RelayEnd;
import io.postern.tls.TlsFailure;
import io.postern.tls.TlsFault;
import org.jspecify.annotations.Nullable;

/** What of one data connection is under TLS, and how its handshakes went. On the event loop. */
final class DataSecurity {

  private final DataTls tls;
  private final Runnable ready;
  private final @Nullable DataHandshake client;
  private final @Nullable DataHandshake server;

  /**
   * Nothing is begun.
   *
   * @param ready called once, when every handshake has succeeded and the client is admitted
   * @param refused called when the client is not admitted
   */
  DataSecurity(
      DataTls tls, Protection client, Protection server, Runnable ready, Runnable refused) {
    this.tls = tls;
    this.ready = ready;
    this.client =
        client == Protection.PRIVATE
            ? new DataHandshake(tls::admits, this::admitted, refused)
            : null;
    this.server =
        server == Protection.PRIVATE
            ? new DataHandshake(any -> true, this::admitted, refused)
            : null;
  }

  /** Whether the client's side is under TLS. */
  boolean ofClient() {
    return client != null;
  }

  /** Whether the server's side is under TLS. */
  boolean ofServer() {
    return server != null;
  }

  /**
   * Adds TLS to the channels, which are connected: the handshakes begin.
   *
   * @throws RuntimeException if there can't be TLS; nothing was sent then
   */
  void begin(Channel toClient, Channel toServer) {
    // Both are made before either begins: neither peer hears a word if there can't be TLS.
    ChannelHandler clientHandler = client == null ? null : tls.towardsClient(client);
    ChannelHandler serverHandler = server == null ? null : tls.towardsServer(server);
    add(toClient, clientHandler);
    add(toServer, serverHandler);
  }

  /**
   * Why the data connection could not be used, if its relay ended so because of a handshake.
   *
   * @param aborted whether it was ended from outside
   */
  @Nullable Failure failure(RelayEnd.Cause cause, boolean aborted) {
    return switch (cause) {
      case LEFT_RESET -> failure(true);
      case RIGHT_RESET -> failure(false);
      case ABORTED -> aborted ? null : refusal();
      default -> null;
    };
  }

  /**
   * Why a side that was lost could not be used.
   *
   * @param ofClient which side
   * @return null if its handshake had succeeded, or there was none
   */
  private @Nullable Failure failure(boolean ofClient) {
    DataHandshake handshake = ofClient ? client : server;
    if (handshake == null || handshake.isReady()) {
      return null;
    }
    TlsFailure failure = handshake.failure();
    String why = failure == null ? TlsFault.CLOSED.text() : failure.reason();
    return new Failure(DataEnd.TLS_FAILED, (ofClient ? "client: " : "server: ") + why);
  }

  /** Why the client was refused; null if it was not. */
  private @Nullable Failure refusal() {
    return client != null && client.isDenied()
        ? new Failure(
            DataEnd.NOT_RESUMED,
            "the client's data connection has another TLS session or certificate than its control"
                + " channel")
        : null;
  }

  private void admitted() {
    if ((client == null || client.isReady()) && (server == null || server.isReady())) {
      ready.run();
    }
  }

  private static void add(Channel channel, @Nullable ChannelHandler handler) {
    if (handler != null) {
      channel.pipeline().addFirst(handler);
    }
  }

  /**
   * An end before the first byte.
   *
   * @param end TLS_FAILED or NOT_RESUMED
   * @param detail one line for people
   */
  record Failure(DataEnd end, String detail) {}
}
