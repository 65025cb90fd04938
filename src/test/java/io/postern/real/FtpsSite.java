package io.postern.real;

import io.postern.ftp.Protection;
import io.postern.testing.Closing;
import io.postern.tls.KeyFiles;
import io.postern.tls.TestAuthority;
import io.postern.tls.TlsVersion;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All servers of the FTPS matrix and two gateways in front of them, one for each version of TLS, on
 * loopback. Clients, gateways and servers have addresses of their own. Servers are started when
 * they are first needed.
 */
final class FtpsSite implements AutoCloseable {

  private static final String SERVER = "127.0.0.3";

  private final Closing closing = new Closing();
  private final FtpsServers servers;
  private final Map<TlsVersion, FtpsGateway> gateways = new EnumMap<>(TlsVersion.class);
  private final Path ca;

  private FtpsSite() {
    Path home = closing.add(ServedFolder.create(new Size[0])).home();
    TestAuthority authority = new TestAuthority("authority");
    ca = authority.ca(home);
    // An opaque gateway shows the server's certificate, at its own address.
    KeyFiles serverKeys =
        authority.store(
            home, "server", SERVER, address(TlsVersion.TLS_1_2), address(TlsVersion.TLS_1_3));
    servers = closing.add(new FtpsServers(SERVER, serverKeys));
    if (!Site.isDirect()) {
      for (TlsVersion version : TlsVersion.values()) {
        String address = address(version);
        KeyFiles keys = authority.store(home, "gateway-" + version.text(), address);
        gateways.put(
            version,
            closing.add(new FtpsGateway(home, address, version, keys, ca, servers.addresses())));
      }
    }
  }

  /** Where the gateway of this version listens. */
  private static String address(TlsVersion version) {
    return switch (version) {
      case TLS_1_2 -> "127.0.0.2";
      case TLS_1_3 -> "127.0.0.4";
    };
  }

  /** Starts the gateways, or leaves nothing running. */
  static FtpsSite start() {
    return new FtpsSite();
  }

  /** The server and its folder, started if it is not. */
  FtpsServers.Served serve(FtpsServer server) {
    return servers.serve(server);
  }

  /** The gateway of this version. */
  FtpsGateway gateway(TlsVersion version) {
    return Objects.requireNonNull(gateways.get(version));
  }

  /** A visit at the row's listener; at the server itself where there is no gateway. */
  Visit visit(FtpsCase row, Path work) {
    FtpServer server = serve(row.server()).server();
    InetSocketAddress at =
        Site.isDirect()
            ? server.address()
            : gateway(row.version()).entrance(row.server(), row.stance());
    boolean implicit = Site.isDirect() ? row.server().isImplicit() : row.stance().isImplicit();
    ClientTls tls =
        row.stance().hasClientTls() ? new ClientTls(implicit, row.data(), row.version(), ca) : null;
    return new Visit(at, server.user(), server.password(), row.form(), work, tls);
  }

  /** A visit at an explicit server itself, in passive mode. */
  Visit direct(FtpsServer kind, TlsVersion version, Path work) {
    FtpServer server = serve(kind).server();
    ClientTls tls = new ClientTls(false, Protection.PRIVATE, version, ca);
    return new Visit(server.address(), server.user(), server.password(), Form.EPSV, work, tls);
  }

  /** What the row's gateway tells from now on. */
  Seen seen(FtpsCase row) {
    return Seen.fromNow(() -> auditLines(row));
  }

  private List<String> auditLines(FtpsCase row) {
    return Site.isDirect() ? List.of() : gateway(row.version()).auditLines();
  }

  @Override
  public void close() {
    closing.close();
  }
}
