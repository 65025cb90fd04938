package io.postern.session;

import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import java.net.InetAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a set-up says about the data connection that will follow: who connects, and where to. */
final class Prediction {

  private final SessionContext context;
  private final LongSupplier ids;

  /**
   * For one session.
   *
   * @param ids gives the next expectation's id
   */
  Prediction(SessionContext context, LongSupplier ids) {
    this.context = context;
    this.ids = ids;
  }

  /**
   * What a set-up predicts.
   *
   * @param clientPort where the client, or another host that a rule allows, listens; null if it
   *     connects to the gateway
   * @param serverPort the port of the server that the gateway connects to; null if the server
   *     connects to the gateway
   */
  Expectation of(Transaction setUp, @Nullable Endpoint clientPort, @Nullable Integer serverPort) {
    return new Expectation(
        ids.getAsLong(),
        clientPort == null ? fromClient(setUp) : toClient(clientPort),
        serverPort == null ? fromServer() : toServer(serverPort),
        setUp.verb());
  }

  private Expectation.Side fromClient(Transaction setUp) {
    return new Expectation.Accepts(
        setUp.permit().grants().dataPeer().orElseGet(() -> context.client().address()),
        context.local().address());
  }

  private Expectation.Side toClient(Endpoint target) {
    return new Expectation.Connects(
        target, context.local().withPort(context.settings().activeSourcePort()));
  }

  private Expectation.Side fromServer() {
    return new Expectation.Accepts(serverAddress(), context.serverLocal().address());
  }

  private Expectation.Side toServer(int port) {
    return new Expectation.Connects(
        new Endpoint(serverAddress(), port), context.serverLocal().withPort(0));
  }

  /** Where data connections of the server come from and go to. */
  InetAddress serverAddress() {
    return context.settings().serverDataAddress().orElseGet(() -> context.server().address());
  }
}
