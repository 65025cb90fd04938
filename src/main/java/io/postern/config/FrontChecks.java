package io.postern.config;

import io.postern.net.ListenerProtocol;
import io.postern.net.ProxyProtocol;
import io.postern.session.TlsStance;
import java.util.List;
import java.util.Optional;

/** What of a listener's protocol, and of what stands in front of it, does not fit together. */
final class FrontChecks {

  /** RFC 4250 section 4.1. */
  static final int SSH_PORT = 22;

  /** RFC 9110 section 4.2.1. */
  static final int HTTP_PORT = 80;

  /** What other protocols do not have. */
  private static final List<Key<?>> OF_DATA_CONNECTIONS =
      List.of(
          Keys.ADVERTISE,
          Keys.ADVERTISE_TO_SERVER,
          Keys.SERVER_DATA_ADDRESS,
          Keys.ACTIVE_SOURCE_PORT,
          Keys.CLIENT_MODE,
          Keys.SERVER_MODE,
          Keys.DATA_PORTS,
          Keys.OUTSIDE_PORTS,
          FrontKeys.DATA_PEERS);

  private FrontChecks() {}

  static void run(Values listener, Problems problems) {
    checkProtocol(listener, problems);
    checkProxy(listener, problems);
  }

  private static void checkProtocol(Values listener, Problems problems) {
    Optional<ListenerProtocol> protocol = listener.find(FrontKeys.PROTOCOL);
    if (protocol.filter(known -> known != ListenerProtocol.FTP).isEmpty()) {
      return;
    }
    String given = Scalars.label(protocol.get());
    listener
        .find(TlsKeys.CLIENT)
        .filter(client -> client != TlsStance.Client.NONE)
        .ifPresent(
            client ->
                problems.mistake(
                    listener.place(TlsKeys.CLIENT),
                    "expected none with protocol: " + given + ", which is relayed as it is"));
    listener
        .find(TlsKeys.SERVER)
        .filter(server -> server != TlsStance.Server.CLEAR)
        .ifPresent(
            server ->
                problems.mistake(
                    listener.place(TlsKeys.SERVER),
                    "expected clear with protocol: " + given + ", which is relayed as it is"));
    warnOfDataConnections(listener, "has no effect with protocol: " + given, problems);
    boolean portless =
        listener.find(Keys.SERVER).filter(server -> server.port().isEmpty()).isPresent();
    if (protocol.get() == ListenerProtocol.TCP && portless) {
      problems.mistake(
          listener.place(Keys.SERVER), "expected HOST:PORT: protocol: tcp has no port of its own");
    }
  }

  private static void warnOfDataConnections(Values listener, String message, Problems problems) {
    OF_DATA_CONNECTIONS.stream()
        .filter(listener::isChanged)
        .forEach(key -> problems.warn(listener.place(key), message));
    listener.items(Keys.ADVERTISE_MAP).stream()
        .findFirst()
        .ifPresent(first -> problems.warn(first.place(), message));
  }

  private static void checkProxy(Values listener, Problems problems) {
    boolean opaque =
        listener.find(TlsKeys.CLIENT).filter(TlsStance.Client.OPAQUE::equals).isPresent();
    if (opaque && listener.isGiven(FrontKeys.DATA_PEERS)) {
      problems.mistake(
          listener.place(FrontKeys.DATA_PEERS),
          "expected no data-peers with tls.client: opaque, where the client's address alone tells"
              + " whose data connection it is");
    }
    boolean from = listener.isGiven(FrontKeys.PROXY_FROM);
    boolean timeout =
        listener
            .find(FrontKeys.PROXY_TIMEOUT)
            .filter(given -> !given.equals(ProxyProtocol.DEFAULT.timeout()))
            .isPresent();
    if (timeout && !from) {
      problems.warn(
          listener.place(FrontKeys.PROXY_TIMEOUT), "has no effect without proxy-protocol.from");
    }
  }
}
