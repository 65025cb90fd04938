package io.postern.config;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;

import io.postern.ftp.Network;
import io.postern.net.ListenerMode;
import io.postern.net.ListenerProtocol;
import io.postern.net.ProxyProtocol;
import io.postern.net.SourceAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of what clients speak and what stands in front of them, a part of the table of {@link
 * Keys}.
 */
final class FrontKeys {

  private static final ProxyProtocol PROXY = ProxyProtocol.DEFAULT;

  /** Those of Unix sockets, which the format has too. */
  private static final int MOST_ADDRESS_BYTES = 216;

  private static final List<Key<?>> OF_LISTENERS = new ArrayList<>();

  static final Key<ListenerProtocol> PROTOCOL =
      listener(
          "protocol",
          Scalars.word(ListenerProtocol.class),
          ListenerProtocol.FTP,
          "What clients speak. All but FTP is relayed byte for byte, under the same rules for"
              + " `connect`, limits of sessions, bans and rates; with `ssh` both sides must first"
              + " identify themselves as SSH, within `timeouts.greeting`.");
  static final Key<Optional<List<Network>>> PROXY_FROM =
      listener(
          "proxy-protocol.from",
          Addresses.network().list().optional(),
          Optional.empty(),
          "The balancers, each an address or a network, that say by a PROXY header (version 1 or 2)"
              + " which client they speak for. They must: a connection of theirs that does not"
              + " begin with one is closed. Nobody else's header is read.");
  static final Key<Duration> PROXY_TIMEOUT =
      listener(
          "proxy-protocol.timeout",
          Scalars.duration(ofMillis(1), ofMinutes(10)),
          PROXY.timeout(),
          "How long the whole PROXY header may take.");
  static final Key<Integer> PROXY_BYTES =
      listener(
          "proxy-protocol.header-bytes",
          Scalars.bytes(MOST_ADDRESS_BYTES, (1 << 16) - 1),
          PROXY.headerBytes(),
          "How long a PROXY header of version 2 may be behind its first 16 bytes: addresses, and what"
              + " balancers add.");
  static final Key<ProxyProtocol.Send> PROXY_SEND =
      listener(
          "proxy-protocol.send",
          Scalars.word(ProxyProtocol.Send.class),
          PROXY.send(),
          "The PROXY header that the server gets first of all, before TLS: it names the client. The"
              + " server must expect it.");
  static final Key<Optional<List<Network>>> DATA_PEERS =
      listener(
          "data-peers",
          Addresses.network().list().optional(),
          Optional.empty(),
          "Where a balancer hides the client on data connections: the balancer's addresses or"
              + " networks, from which alone data connections of clients are taken then, whoever"
              + " the client is. Without them, only the client's own address.");

  static final Key<ListenerMode> MODE =
      listener(
          "mode",
          Scalars.word(ListenerMode.class),
          ListenerMode.REVERSE,
          "Who says which server a client gets: `reverse`, the listener itself; `forward`, the"
              + " client's login, which names it; `transparent`, the client's packets, which the"
              + " machine's rules hand to the listener on their way.");
  static final Key<SourceAddress> SOURCE =
      listener(
          "transparent.source",
          Scalars.word(SourceAddress.class),
          SourceAddress.SPOOF,
          "From which address servers are reached in transparent mode: the client's own, or the"
              + " gateway's.");

  private FrontKeys() {}

  /** Of each listener, in the order of the reference. */
  static List<Key<?>> ofListeners() {
    return List.copyOf(OF_LISTENERS);
  }

  static ProxyProtocol proxyProtocol(Values listener) {
    return new ProxyProtocol(
        listener.get(PROXY_FROM).orElse(List.of()),
        listener.get(PROXY_TIMEOUT),
        listener.get(PROXY_BYTES),
        listener.get(PROXY_SEND));
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
