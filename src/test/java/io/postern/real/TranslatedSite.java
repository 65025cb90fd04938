package io.postern.real;

import io.postern.ftp.DataMode;
import io.postern.ftp.Protection;
import io.postern.real.TranslatedCase.Legs;
import io.postern.real.TranslatedCase.Listener;
import io.postern.testing.Closing;
import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.tls.KeyFiles;
import io.postern.tls.TestAuthority;
import io.postern.tls.TlsVersion;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Servers of one mode, and a gateway with the listeners that lead to them, on loopback. */
final class TranslatedSite implements AutoCloseable {

  private static final String GATEWAY = "127.0.0.2";
  private static final String SERVER = "127.0.0.3";
  private static final String IPV6 = "::1";

  private final Closing closing = new Closing();
  private final Set<InetSocketAddress> taken = new HashSet<>();
  private final Map<Listener, InetSocketAddress> entrances = new LinkedHashMap<>();
  private final Map<Place, InetSocketAddress> addresses = new HashMap<>();
  private final Map<Place, Served> served = new HashMap<>();
  private final Path ca;
  private final Path audit;
  private final KeyFiles keys;

  private TranslatedSite(Collection<Listener> listeners) {
    Path home = closing.add(ServedFolder.create(new Size[0])).home();
    TestAuthority authority = new TestAuthority("authority");
    ca = authority.ca(home);
    keys = authority.store(home, "all", SERVER, GATEWAY, IPV6);
    audit = home.resolve("audit.jsonl");
    for (Listener listener : listeners) {
      addresses.computeIfAbsent(Place.of(listener), place -> free(place.ipv6() ? IPV6 : SERVER));
      entrances.put(listener, free(listener.clientIpv6() ? IPV6 : GATEWAY));
    }
    closing.add(GatewayProcess.configured(home, yaml()));
  }

  /** Starts the gateway, or leaves nothing running. */
  static TranslatedSite start(Collection<Listener> listeners) {
    return new TranslatedSite(listeners);
  }

  private InetSocketAddress free(String host) {
    InetSocketAddress at = FreePorts.on(host);
    while (!taken.add(at)) {
      at = FreePorts.on(host);
    }
    return at;
  }

  private String yaml() {
    StringBuilder yaml = new StringBuilder("listeners:\n");
    entrances.forEach((listener, at) -> yaml.append(yaml(listener, at)));
    return yaml.append("audit: {file: %s}\n".formatted(audit)).toString();
  }

  private String yaml(Listener listener, InetSocketAddress at) {
    return """
          - name: %s
            listen: "%s"
            server: "%s"
            client-mode: %s
            server-mode: %s
            tls: {%s}
        """
        .formatted(
            listener.label(),
            GatewayProcess.text(at),
            GatewayProcess.text(address(Place.of(listener))),
            listener.clientMode().name().toLowerCase(Locale.ROOT),
            listener.mode().name().toLowerCase(Locale.ROOT),
            tls(listener.tls()));
  }

  private String tls(Legs legs) {
    String towardsServer = "server: explicit, trust: {ca: %s}".formatted(ca);
    return switch (legs) {
      case NONE -> "";
      case SERVER -> towardsServer;
      case BOTH ->
          "client: required, data: private, keys: [{chain: %s, key: %s}], "
                  .formatted(keys.chain(), keys.key())
              + towardsServer;
    };
  }

  private InetSocketAddress address(Place place) {
    return Objects.requireNonNull(addresses.get(place));
  }

  /** The server and its folder, started if it is not. */
  Served serve(Listener listener) {
    return served.computeIfAbsent(Place.of(listener), this::start);
  }

  private Served start(Place place) {
    ServedFolder folder = closing.add(ServedFolder.create(Size.ONE_MIB));
    FtpServer server =
        closing.add(place.server().start(folder, address(place), keys, place.mode()));
    return new Served(server, new CheckedTransfers(folder));
  }

  Visit visit(TranslatedCase row, Path work) {
    FtpServer server = serve(row.listener()).server();
    ClientTls tls =
        row.listener().tls() == Legs.BOTH
            ? new ClientTls(false, Protection.PRIVATE, TlsVersion.TLS_1_3, ca)
            : null;
    InetSocketAddress at = Objects.requireNonNull(entrances.get(row.listener()));
    return new Visit(at, server.user(), server.password(), row.form(), work, tls);
  }

  /** What the gateway tells from now on. */
  Seen seen() {
    return Seen.fromNow(() -> ServerProgram.lines(audit));
  }

  @Override
  public void close() {
    closing.close();
  }

  /** A server of one mode at one address. */
  private record Place(OneModeServer server, DataMode mode, boolean ipv6) {

    static Place of(Listener listener) {
      return new Place(listener.server(), listener.mode(), listener.serverIpv6());
    }
  }

  /** A running server, and what is done with its folder. */
  record Served(FtpServer server, CheckedTransfers transfers) {}
}
