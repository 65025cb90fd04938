package io.postern.config;

import io.postern.net.ListenerProtocol;
import io.postern.session.TlsStance;
import java.util.List;

/** What does not fit together where clients name their servers, or do not. */
final class ForwardChecks {

  private static final List<Key<?>> OF_FORWARD =
      List.of(
          ForwardKeys.USERS,
          ForwardKeys.TARGETS,
          ForwardKeys.PORTS,
          ForwardKeys.PRIVATE,
          ForwardKeys.ATTEMPTS);

  private ForwardChecks() {}

  static void run(Values listener, Problems problems) {
    if (ForwardKeys.isForward(listener)) {
      checkForward(listener, problems);
      return;
    }
    OF_FORWARD.stream()
        .filter(listener::isGiven)
        .forEach(
            key -> problems.mistake(listener.place(key), "expected `mode: forward` beside it"));
  }

  private static void checkForward(Values listener, Problems problems) {
    refuse(
        listener, Keys.SERVER, "expected no server with mode: forward; clients name it", problems);
    refuse(
        listener,
        Keys.SERVER_DATA_ADDRESS,
        "expected none with mode: forward; data connections go to the server that the client names",
        problems);
    refuse(
        listener,
        TlsKeys.TRUST_NAME,
        "expected none with mode: forward; each server is known by the name that its client gives",
        problems);
    if (listener.find(FrontKeys.PROTOCOL).filter(p -> p != ListenerProtocol.FTP).isPresent()) {
      problems.mistake(
          listener.place(FrontKeys.MODE),
          "expected reverse, because only clients of FTP can name a server");
    }
    if (listener.find(TlsKeys.CLIENT).filter(TlsStance.Client.OPAQUE::equals).isPresent()) {
      problems.mistake(
          listener.place(TlsKeys.CLIENT),
          "expected none, optional, required or implicit with mode: forward: under TLS between"
              + " client and server the gateway could not read which server is meant");
    }
    if (!listener.isGiven(ForwardKeys.USERS) && !listener.isGiven(ForwardKeys.TARGETS)) {
      problems.warn(
          listener.place(FrontKeys.MODE),
          "forward without forward.users and forward.targets: everybody who reaches the listener"
              + " may go to every FTP server of the Internet");
    }
  }

  private static void refuse(Values listener, Key<?> key, String text, Problems problems) {
    if (listener.isGiven(key)) {
      problems.mistake(listener.place(key), text);
    }
  }
}
