package io.postern.config;

import io.postern.ftp.Endpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of the admin port, and the checks of their values. */
final class AdminKeys {

  static final Key<Optional<AdminAddress>> LISTEN =
      Key.of(
          "admin.listen",
          Addresses.admin().or("off"),
          AdminAddress.parse("127.0.0.1:9121"),
          "Where the admin port listens: what `postern top`, `sessions`, `kick`, `ban`, `drain` and"
              + " `reload` ask, and `/metrics`, `/healthz` and `/readyz`. An address that is not"
              + " loopback needs `admin.token-file`.");

  static final Key<SocketMode> MODE =
      Key.of(
          "admin.socket-mode",
          Scalars.word(List.of(SocketMode.values()), SocketMode::octal),
          SocketMode.OWNER,
          "Who may use `admin.listen: unix:PATH`: the gateway's user, or its group too.");

  static final Key<Optional<Path>> TOKEN =
      Key.of(
          "admin.token-file",
          Scalars.file().or("off"),
          Optional.empty(),
          "A file whose first line, of 16 characters or more, whoever asks the admin port must send:"
              + " `Authorization: Bearer ...`. `/healthz` and `/readyz` need none. Read at start. It"
              + " crosses the network in the clear: between hosts put the port behind a tunnel or a"
              + " proxy with TLS.");

  static final Key<Optional<Endpoint>> METRICS =
      Key.of(
          "metrics.listen",
          Addresses.endpoint().or("off"),
          Optional.empty(),
          "Where `/metrics`, `/healthz` and `/readyz`, and nothing else, are served to whoever"
              + " asks: for a Prometheus, probes or a balancer on other hosts. Let only those"
              + " reach it.");

  private AdminKeys() {}

  static List<Key<?>> all() {
    return List.of(LISTEN, MODE, TOKEN, METRICS);
  }

  static AdminSettings settings(Values root) {
    return new AdminSettings(root.get(LISTEN), root.get(MODE), root.get(TOKEN), root.get(METRICS));
  }

  /** The addresses and ports that are taken, each with who has it. */
  static List<Taken> taken(Values root) {
    Optional<Endpoint> admin =
        root.find(LISTEN)
            .flatMap(listen -> listen)
            .filter(AdminAddress.Tcp.class::isInstance)
            .map(listen -> ((AdminAddress.Tcp) listen).endpoint());
    Optional<Endpoint> metrics = root.find(METRICS).flatMap(listen -> listen);
    return Stream.of(
            admin.map(at -> new Taken(root.place(LISTEN).key(), at)),
            metrics.map(at -> new Taken(root.place(METRICS).key(), at)))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * One of them.
   *
   * @param key who has it
   */
  record Taken(String key, Endpoint at) {

    ListenAddress address() {
      return new ListenAddress(Optional.of(at.address()), at.port());
    }
  }

  static void check(Values root, Problems problems) {
    boolean token = root.find(TOKEN).flatMap(file -> file).isPresent();
    taken(root).stream()
        .filter(each -> each.key().equals(root.place(LISTEN).key()))
        .filter(each -> !token && !each.at().address().isLoopbackAddress())
        .forEach(
            each ->
                problems.mistake(
                    root.place(LISTEN),
                    "expected a loopback address, unix:PATH, or "
                        + root.place(TOKEN).key()
                        + " beside it, got "
                        + each.at()
                        + ": whoever reaches it could end sessions. For metrics alone there is "
                        + root.place(METRICS).key()));
    root.find(LISTEN)
        .flatMap(listen -> listen)
        .filter(AdminAddress.Unix.class::isInstance)
        .map(listen -> ((AdminAddress.Unix) listen).bytes())
        .filter(bytes -> bytes > AdminAddress.Unix.MOST_BYTES)
        .ifPresent(
            bytes ->
                problems.mistake(
                    root.place(LISTEN),
                    "expected a path of at most "
                        + AdminAddress.Unix.MOST_BYTES
                        + " bytes from the root on, got one of "
                        + bytes
                        + ": a socket's name is no longer than that"));
    List<Taken> both = taken(root);
    if (both.size() == 2 && both.get(0).address().collidesWith(both.get(1).address())) {
      problems.mistake(
          root.place(METRICS),
          "expected an address and port of its own, got "
              + both.get(1).at()
              + ", but "
              + both.get(0).key()
              + " is "
              + both.get(0).at());
    }
  }
}
