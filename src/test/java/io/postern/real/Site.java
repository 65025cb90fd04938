package io.postern.real;

import io.postern.real.RealServersIT.Starter;
import io.postern.testing.Closing;
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

  private final Closing closing;
  private final ServedFolder folder;
  private final FtpServer ipv4;
  private final FtpServer ipv6;
  private final InetSocketAddress gatewayIpv4 = FreePorts.on(GATEWAY);
  private final InetSocketAddress gatewayIpv6 = FreePorts.on(IPV6);
  private final Optional<GatewayProcess> gateway;

  private Site(Closing closing, Starter starter) {
    this.closing = closing;
    this.folder = closing.add(ServedFolder.create());
    this.ipv4 = closing.add(starter.start(folder, FreePorts.on(SERVER)));
    this.ipv6 = closing.add(starter.start(folder, FreePorts.on(IPV6)));
    this.gateway = isDirect() ? Optional.empty() : Optional.of(closing.add(startGateway()));
  }

  /** Starts everything, or leaves nothing running. */
  static Site start(Starter starter) {
    Closing closing = new Closing();
    try {
      return new Site(closing, starter);
    } catch (RuntimeException | Error e) {
      closing.close();
      throw e;
    }
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
    closing.close();
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
