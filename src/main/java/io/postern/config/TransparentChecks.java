package io.postern.config;

import io.postern.net.ListenerMode;
import io.postern.net.SourceAddress;
import io.postern.session.TlsStance;
import java.util.List;
import java.util.Optional;

/** What does not fit a listener whose clients believe that they talk to the server itself. */
final class TransparentChecks {

  /** Whatever names a server, or another address than the one that the client has reached. */
  private static final List<Key<?>> OF_OTHER_MODES =
      List.of(
          Keys.SERVER,
          Keys.ADVERTISE,
          Keys.ADVERTISE_TO_SERVER,
          Keys.SERVER_DATA_ADDRESS,
          Keys.OUTSIDE_PORTS,
          FrontKeys.PROXY_FROM,
          FrontKeys.DATA_PEERS,
          TlsKeys.OPAQUE_DATA_PORTS);

  private TransparentChecks() {}

  static void run(Values listener, Problems problems) {
    Optional<ListenerMode> mode = listener.find(FrontKeys.MODE);
    if (mode.filter(ListenerMode.TRANSPARENT::equals).isPresent()) {
      checkTransparent(listener, problems);
    } else if (listener
        .find(FrontKeys.SOURCE)
        .filter(SourceAddress.MASQUERADE::equals)
        .isPresent()) {
      problems.warn(listener.place(FrontKeys.SOURCE), "has no effect without mode: transparent");
    }
  }

  private static void checkTransparent(Values listener, Problems problems) {
    for (Key<?> key : OF_OTHER_MODES) {
      if (listener.isChanged(key)) {
        problems.mistake(
            listener.place(key),
            "expected no "
                + key.name()
                + " with mode: transparent, where both sides have the addresses that they know");
      }
    }
    listener.items(Keys.ADVERTISE_MAP).stream()
        .findFirst()
        .ifPresent(
            first ->
                problems.mistake(
                    first.place(), "expected no advertise-map with mode: transparent"));
    listener
        .find(TlsKeys.CLIENT)
        .filter(TlsStance.Client.OPAQUE::equals)
        .ifPresent(
            opaque ->
                problems.mistake(
                    listener.place(TlsKeys.CLIENT),
                    "expected none, optional, required or implicit with mode: transparent"));
  }
}
