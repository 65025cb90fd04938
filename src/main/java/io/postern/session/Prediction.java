package io.postern.session;

import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import java.net.InetAddress;
import java.util.function.LongSupplier;

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

  /** The client, or the peer that a rule names, will connect; its bytes go to the server's port. */
  Expectation ofClient(Transaction setUp, int serverPort) {
    return new Expectation(
        ids.getAsLong(),
        DataMode.PASSIVE,
        setUp.permit().grants().dataPeer().orElseGet(() -> context.client().address()),
        context.local().address(),
        new Endpoint(serverAddress(), serverPort),
        context.serverLocal().withPort(0),
        setUp.verb());
  }

  /** The server will connect; its bytes go to the target. */
  Expectation ofServer(Transaction setUp, Endpoint target) {
    return new Expectation(
        ids.getAsLong(),
        DataMode.ACTIVE,
        serverAddress(),
        context.serverLocal().address(),
        target,
        context.local().withPort(context.settings().activeSourcePort()),
        setUp.verb());
  }

  /** Where data connections of the server come from and go to. */
  InetAddress serverAddress() {
    return context.settings().serverDataAddress().orElseGet(() -> context.server().address());
  }
}
