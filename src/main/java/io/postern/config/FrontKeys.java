package io.postern.config;

import io.postern.ftp.Network;
import io.postern.net.ListenerProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of what clients speak and what stands in front of them, a part of the table of {@link
 * Keys}.
 */
final class FrontKeys {

  private static final List<Key<?>> OF_LISTENERS = new ArrayList<>();

  static final Key<ListenerProtocol> PROTOCOL =
      listener(
          "protocol",
          Scalars.word(ListenerProtocol.class),
          ListenerProtocol.FTP,
          "What clients speak. All but FTP is relayed byte for byte, under the same rules for"
              + " `connect`, limits of sessions, bans and rates; with `ssh` both sides must first"
              + " identify themselves as SSH, within `timeouts.greeting`.");
  static final Key<Optional<List<Network>>> DATA_PEERS =
      listener(
          "data-peers",
          Addresses.network().list().optional(),
          Optional.empty(),
          "Where a balancer hides the client on data connections: the balancer's addresses or"
              + " networks, from which alone data connections of clients are taken then, whoever"
              + " the client is. Without them, only the client's own address.");

  private FrontKeys() {}

  /** Of each listener, in the order of the reference. */
  static List<Key<?>> ofListeners() {
    return List.copyOf(OF_LISTENERS);
  }

  static List<Network> dataPeers(Values listener) {
    return listener.get(DATA_PEERS).orElse(List.of());
  }

  private static <T> Key<T> listener(
      String name, ValueType<T> type, T fallback, String description) {
    Key<T> key = Key.of("listeners[]." + name, type, fallback, description);
    OF_LISTENERS.add(key);
    return key;
  }
}
