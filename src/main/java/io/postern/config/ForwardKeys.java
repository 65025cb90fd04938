package io.postern.config;

import io.postern.ftp.Network;
import io.postern.net.ListenerMode;
import io.postern.policy.HostPattern;
import io.postern.policy.Hosts;
import io.postern.session.Entry;
import io.postern.session.Targets;
import io.postern.session.TlsStance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of clients that name their servers, a part of the table of {@link Keys}. */
final class ForwardKeys {

  private static final int MOST_ATTEMPTS = 100;
  private static final int MOST_ADDRESSES = 256;
  private static final List<Key<?>> OF_LISTENERS = new ArrayList<>();

  static final Key<Optional<Path>> USERS =
      listener(
          "forward.users",
          Scalars.file().or("off"),
          Optional.empty(),
          "Who may use the gateway: a file of lines `user:hash`, relative to the working directory,"
              + " read again when it changes (`rules.check-every`); `postern hash-password` makes"
              + " such a line. Without it, everybody who reaches the listener may.");
  static final Key<Optional<List<Hosts>>> TARGETS =
      listener(
          "forward.targets",
          host().list().optional(),
          Optional.empty(),
          "The servers that clients may name: host names, with `*` and `?`, and networks. Names must"
              + " lead to public addresses; those of the networks listed here are permitted whatever"
              + " they are. Without it, all names and public addresses.");
  static final Key<Optional<List<Integer>>> PORTS =
      listener(
          "forward.ports",
          Scalars.number(1, 65_535).list().optional(),
          Optional.empty(),
          "The ports that clients may name; 21, or 990 with `tls.server: implicit`, if it is not"
              + " given.");
  static final Key<Boolean> PRIVATE =
      listener(
          "forward.private",
          Scalars.yesNo(),
          Targets.DEFAULT.privateAddresses(),
          "Whether private addresses (10.0.0.0/8, fc00::/7 and the like) count as public ones do."
              + " Those of the machine and its link (127.0.0.1, 169.254.169.254) never do: list them"
              + " in `forward.targets`.");
  static final Key<Integer> ATTEMPTS =
      listener(
          "forward.attempts",
          Scalars.number(1, MOST_ATTEMPTS),
          Entry.DIRECT.attempts(),
          "Failed logins at the gateway, and servers that can't be had, before the session is"
              + " closed.");
  static final Key<Integer> ADDRESSES =
      listener(
          "forward.addresses",
          Scalars.number(1, MOST_ADDRESSES),
          Entry.DIRECT.addresses(),
          "Addresses of one name that are looked at: the first ones, which are asked of the rules and"
              + " tried in turn.");

  private ForwardKeys() {}

  /** Of each listener, in the order of the reference. */
  static List<Key<?>> ofListeners() {
    return List.copyOf(OF_LISTENERS);
  }

  static boolean isForward(Values listener) {
    return listener.find(FrontKeys.MODE).filter(ListenerMode.FORWARD::equals).isPresent();
  }

  static Entry entry(Values listener) {
    return new Entry(
        Entry.Kind.NAMED,
        listener.get(USERS).isPresent(),
        listener.get(ATTEMPTS),
        listener.get(ADDRESSES),
        new Targets(hosts(listener), ports(listener), listener.get(PRIVATE)));
  }

  private static Hosts hosts(Values listener) {
    return hosts(listener.get(TARGETS).orElse(List.of()));
  }

  /** All of them as one. */
  static Hosts hosts(List<Hosts> all) {
    return new Hosts(
        all.stream().flatMap(each -> each.names().stream()).toList(),
        all.stream().flatMap(each -> each.networks().stream()).toList());
  }

  private static Set<Integer> ports(Values listener) {
    boolean implicit = listener.get(TlsKeys.SERVER) == TlsStance.Server.IMPLICIT;
    int usual = implicit ? TlsChecks.FTPS_PORT : TlsChecks.FTP_PORT;
    return listener.get(PORTS).map(Set::copyOf).orElse(Set.of(usual));
  }

  /** One of the hosts: a name, a glob over names, or a network. */
  static ValueType<Hosts> host() {
    return new ValueType<>(
        "a host name, with * and ?, or a network such as 10.0.0.0/8",
        ForwardKeys::readHost,
        ForwardKeys::write);
  }

  private static Optional<Hosts> readHost(String text) {
    Optional<Hosts> network = Network.parse(text).map(each -> new Hosts(List.of(), List.of(each)));
    return network.isPresent()
        ? network
        : HostPattern.parse(text).map(each -> new Hosts(List.of(each), List.of()));
  }

  private static String write(Hosts one) {
    return one.names().isEmpty()
        ? Addresses.network().write(one.networks().get(0))
        : one.names().get(0).toString();
  }

  private static <T> Key<T> listener(
      String name, ValueType<T> type, T fallback, String description) {
    Key<T> key = Key.of("listeners[]." + name, type, fallback, description);
    OF_LISTENERS.add(key);
    return key;
  }
}
