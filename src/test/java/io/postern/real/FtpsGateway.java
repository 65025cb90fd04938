package io.postern.real;

import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Metrics;
import io.postern.tls.KeyFiles;
import io.postern.tls.TlsVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** A gateway that speaks one version of TLS, with a listener for each server and stance. */
final class FtpsGateway implements AutoCloseable {

  private final Set<InetSocketAddress> taken = new HashSet<>();
  private final Map<Entrance, InetSocketAddress> entrances = new HashMap<>();
  private final Path audit;
  private final GatewayProcess process;

  FtpsGateway(
      Path home,
      String address,
      TlsVersion version,
      KeyFiles keys,
      Path ca,
      Map<FtpsServer, InetSocketAddress> servers) {
    Path folder = folder(home.resolve("gateway-" + version.text()));
    this.audit = folder.resolve("audit.jsonl");
    StringBuilder yaml = new StringBuilder("listeners:\n");
    servers.forEach(
        (server, at) ->
            Stream.of(FtpsStance.values())
                .filter(stance -> stance.fits(server))
                .forEach(
                    stance ->
                        yaml.append(
                            listener(
                                server, stance, entrance(server, stance, address), at, keys, ca))));
    yaml.append("tls: {versions: [\"%s\"]}\n".formatted(version.text()));
    yaml.append("audit: {file: %s}\n".formatted(audit));
    this.process = GatewayProcess.configured(folder, yaml.toString());
  }

  /** Where clients of a row connect. */
  InetSocketAddress entrance(FtpsServer server, FtpsStance stance) {
    return Objects.requireNonNull(entrances.get(new Entrance(server, stance)));
  }

  Metrics metrics() {
    return process.metrics();
  }

  /** One line for each event so far. */
  List<String> auditLines() {
    return ServerProgram.lines(audit);
  }

  @Override
  public void close() {
    process.close();
  }

  private InetSocketAddress entrance(FtpsServer server, FtpsStance stance, String address) {
    InetSocketAddress at = FreePorts.on(address);
    while (!taken.add(at)) {
      at = FreePorts.on(address);
    }
    entrances.put(new Entrance(server, stance), at);
    return at;
  }

  private static String listener(
      FtpsServer server,
      FtpsStance stance,
      InetSocketAddress listen,
      InetSocketAddress at,
      KeyFiles keys,
      Path ca) {
    String tls =
        switch (stance) {
          case TERMINATE -> "client: required, server: clear";
          case TERMINATE_IMPLICIT -> "client: implicit, server: clear";
          case ORIGINATE -> "client: none, server: " + leg(server);
          case BRIDGE -> "client: required, server: " + leg(server);
          case BRIDGE_RESUMED -> "client: required, resumed-data: true, server: " + leg(server);
          case BRIDGE_IMPLICIT -> "client: implicit, server: " + leg(server);
          case MATCH -> "client: optional, server: match";
          case OPAQUE ->
              "client: opaque, opaque-data-ports: %d-%d"
                  .formatted(server.firstPort(), server.lastPort());
        };
    return """
          - name: %s.%s
            listen: "%s"
            server: "%s"
            tls: {%s%s%s}
        """
        .formatted(
            server.name().toLowerCase(Locale.ROOT),
            stance.name().toLowerCase(Locale.ROOT),
            GatewayProcess.text(listen),
            GatewayProcess.text(at),
            tls,
            stance.hasOwnCertificate()
                ? ", keys: [{chain: %s, key: %s}]".formatted(keys.chain(), keys.key())
                : "",
            stance.hasServerTls() ? ", trust: {ca: %s}".formatted(ca) : "");
  }

  private static String leg(FtpsServer server) {
    return server.isImplicit() ? "implicit" : "explicit";
  }

  private record Entrance(FtpsServer server, FtpsStance stance) {}

  private static Path folder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
