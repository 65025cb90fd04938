package io.postern.real;

import io.postern.real.RealServersIT.Starter;
import io.postern.testing.FreePorts;
import io.postern.testing.GatewayProcess;
import io.postern.testing.Metrics;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A server on both address families, and the gateway in front of it, all on loopback. With IPv4 the
 * client, the gateway and the server have an address each.
 */
final class Site implements AutoCloseable {

  private static final String GATEWAY = "127.0.0.2";
  private static final String SERVER = "127.0.0.3";
  private static final String IPV6 = "::1";

  private final ServedFolder folder;
  private final FtpServer ipv4;
  private final FtpServer ipv6;
  private final InetSocketAddress gatewayIpv4 = FreePorts.on(GATEWAY);
  private final InetSocketAddress gatewayIpv6 = FreePorts.on(IPV6);
  private final Optional<GatewayProcess> gateway;

  private Site(ServedFolder folder, FtpServer ipv4, FtpServer ipv6) {
    this.folder = folder;
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.gateway = isDirect() ? Optional.empty() : Optional.of(startGateway());
  }

  static Site start(Starter starter) {
    ServedFolder folder = ServedFolder.create();
    FtpServer ipv4 = starter.start(folder, FreePorts.on(SERVER));
    FtpServer ipv6 = starter.start(folder, FreePorts.on(IPV6));
    return new Site(folder, ipv4, ipv6);
  }

  /** Whether the clients go to the servers directly, to prove the tests without the gateway. */
  static boolean isDirect() {
    return Boolean.getBoolean("postern.direct");
  }

  ServedFolder folder() {
    return folder;
  }

  FtpServer server(boolean overIpv6) {
    return overIpv6 ? ipv6 : ipv4;
  }

  /** Where clients connect. */
  InetSocketAddress entrance(boolean overIpv6) {
    if (isDirect()) {
      return server(overIpv6).address();
    }
    return overIpv6 ? gatewayIpv6 : gatewayIpv4;
  }

  /** What the gateway counts; empty without a gateway. */
  Optional<Metrics> metrics() {
    return gateway.map(GatewayProcess::metrics);
  }

  @Override
  public void close() {
    try (folder;
        ipv4;
        ipv6) {
      gateway.ifPresent(GatewayProcess::close);
    }
  }

  private GatewayProcess startGateway() {
    return GatewayProcess.configured(
        folder.home(),
        """
        listeners:
          - {name: ipv4, listen: "%s", server: "%s"}
          - {name: ipv6, listen: "%s", server: "%s"}
        """
            .formatted(
                GatewayProcess.text(gatewayIpv4),
                GatewayProcess.text(ipv4.address()),
                GatewayProcess.text(gatewayIpv6),
                GatewayProcess.text(ipv6.address())));
  }
}
