package io.postern.real;

import io.postern.ftp.Protection;
import io.postern.testing.Closing;
import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.tls.KeyFiles;
import io.postern.tls.TestAuthority;
import io.postern.tls.TlsVersion;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The servers of the FTPS matrix, whose certificate is for {@code localhost} and for no address,
 * and a gateway whose clients name them: one entrance for each way to deal with TLS.
 */
final class ForwardFtpsSite implements AutoCloseable {

  /** Where the servers are, and what their certificate is not for. */
  static final String ADDRESS = "127.0.0.1";

  /** What it is for. */
  static final String NAME = "localhost";

  private static final String GATEWAY = "127.0.0.2";

  private final Closing closing = new Closing();
  private final Map<Entrance, InetSocketAddress> entrances = new EnumMap<>(Entrance.class);
  private final FtpsServers servers;
  private final Vsftpd plain;
  private final Path ca;
  private final Path audit;

  /** A listener: what it has clients do about TLS, and what it does towards servers. */
  enum Entrance {
    OPTIONAL_MATCH("client: optional, server: match", FtpsStance.MATCH),
    REQUIRED_MATCH("client: required, server: match", FtpsStance.MATCH),
    OPTIONAL_EXPLICIT("client: optional, server: explicit", FtpsStance.BRIDGE),
    REQUIRED_EXPLICIT("client: required, server: explicit", FtpsStance.BRIDGE),
    /** The client knows nothing of TLS. */
    NONE_EXPLICIT("client: none, server: explicit", FtpsStance.ORIGINATE);

    private final String tls;
    private final FtpsStance stance;

    Entrance(String tls, FtpsStance stance) {
      this.tls = tls;
      this.stance = stance;
    }

    /** What becomes of a client that asks for TLS if it may. */
    FtpsStance stance() {
      return stance;
    }

    @Override
    public String toString() {
      return tls;
    }
  }

  private ForwardFtpsSite() {
    ServedFolder folder = closing.add(ServedFolder.create(Size.ONE_BYTE));
    TestAuthority authority = new TestAuthority("authority");
    ca = authority.ca(folder.home());
    audit = folder.home().resolve("audit.jsonl");
    servers = closing.add(new FtpsServers(ADDRESS, authority.store(folder.home(), "server", NAME)));
    plain = closing.add(new Vsftpd(folder, FreePorts.on(ADDRESS)));
    for (Entrance entrance : Entrance.values()) {
      entrances.put(entrance, FreePorts.on(GATEWAY));
    }
    KeyFiles keys = authority.store(folder.home(), "gateway", GATEWAY);
    closing.add(GatewayProcess.configured(folder.home(), yaml(keys)));
  }

  /** Starts the gateway, or leaves nothing running. */
  static ForwardFtpsSite start() {
    return new ForwardFtpsSite();
  }

  private String yaml(KeyFiles keys) {
    List<Integer> ports =
        servers.addresses().values().stream()
            .map(InetSocketAddress::getPort)
            .collect(Collectors.toList());
    ports.add(plain.address().getPort());
    StringBuilder yaml = new StringBuilder("listeners:\n");
    entrances.forEach(
        (entrance, at) -> yaml.append(listener(entrance, GatewayProcess.text(at), ports, keys)));
    return yaml.append("audit: {file: %s}\n".formatted(audit)).toString();
  }

  private String listener(Entrance entrance, String at, List<Integer> ports, KeyFiles keys) {
    String own =
        entrance == Entrance.NONE_EXPLICIT
            ? ""
            : ", keys: [{chain: %s, key: %s}]".formatted(keys.chain(), keys.key());
    return """
          - name: %s
            listen: "%s"
            mode: forward
            forward: {targets: [127.0.0.0/8], ports: %s}
            tls: {%s%s, trust: {ca: %s}}
        """
        .formatted(
            entrance.name().toLowerCase(Locale.ROOT).replace('_', '-'),
            at,
            ports,
            entrance.tls,
            own,
            ca);
  }

  FtpsServers.Served serve(FtpsServer server) {
    return servers.serve(server);
  }

  /** A server without TLS. */
  Vsftpd plain() {
    return plain;
  }

  /** A visit of the row's client to the row's server, which it calls by its name. */
  Visit visit(Entrance entrance, FtpsCase row, Path work) {
    return visit(entrance, row, NAME, work);
  }

  /** The same, by any name. */
  Visit visit(Entrance entrance, FtpsCase row, String name, Path work) {
    FtpServer server = serve(row.server()).server();
    ClientTls tls = row.stance().hasClientTls() ? tls(row.data(), row.version()) : null;
    return new Visit(at(entrance), named(server, name), server.password(), row.form(), work, tls);
  }

  /** A visit to the server without TLS, of a client that speaks it. */
  Visit toPlain(Entrance entrance, Form form, Path work) {
    ClientTls tls = tls(Protection.PRIVATE, TlsVersion.TLS_1_3);
    return new Visit(at(entrance), named(plain, NAME), plain.password(), form, work, tls);
  }

  private ClientTls tls(Protection data, TlsVersion version) {
    return new ClientTls(false, data, version, ca);
  }

  private InetSocketAddress at(Entrance entrance) {
    return Objects.requireNonNull(entrances.get(entrance));
  }

  /** {@code anonymous@localhost:2121}. */
  private static String named(FtpServer server, String name) {
    return "%s@%s:%d".formatted(server.user(), name, server.address().getPort());
  }

  /** What the gateway tells from now on. */
  Seen seen() {
    return Seen.fromNow(() -> ServerProgram.lines(audit));
  }

  @Override
  public void close() {
    closing.close();
  }
}
