package io.postern.netns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The classic place of a firewall: clients on one network, servers on another, and the gateway as
 * the only host on both. It forwards no packet.
 *
 * <pre>
 * client   192.0.2.10 ─┐                                  ┌─ 198.51.100.5  server
 *                      ├─ 192.0.2.1 gateway 198.51.100.1 ─┤
 * stranger 192.0.2.66 ─┘                                  └─ 198.51.100.66 outsider
 * </pre>
 *
 * with {@code 2001:db8:1::/64} and {@code 2001:db8:2::/64} beside them.
 */
final class FirewallLab implements Closeable {

  static final InetAddress CLIENT = address("192.0.2.10");
  static final InetAddress CLIENT6 = address("2001:db8:1::10");
  static final InetAddress GATEWAY = address("192.0.2.1");
  static final InetAddress GATEWAY6 = address("2001:db8:1::1");
  static final InetAddress STRANGER = address("192.0.2.66");
  static final InetAddress STRANGER6 = address("2001:db8:1::66");
  static final InetAddress SERVER_SIDE = address("198.51.100.1");
  static final InetAddress SERVER_SIDE6 = address("2001:db8:2::1");
  static final InetAddress SERVER = address("198.51.100.5");
  static final InetAddress SERVER6 = address("2001:db8:2::5");
  static final InetAddress OUTSIDER = address("198.51.100.66");

  private static final String CLIENTS = "clients";
  private static final String SERVERS = "servers";

  private final NetworkLab lab = new NetworkLab();
  private final Deque<Closeable> owned = new ArrayDeque<>();
  private final Host gateway = lab.host("gateway");
  private final Host client = lab.host("client");
  private final Host stranger = lab.host("stranger");
  private final Host server = lab.host("server");
  private final Host outsider = lab.host("outsider");

  FirewallLab() {
    try {
      plugIn();
    } catch (RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  private void plugIn() {
    lab.connect(gateway, CLIENTS, with(GATEWAY, 24), with(GATEWAY6, 64));
    lab.connect(client, CLIENTS, with(CLIENT, 24), with(CLIENT6, 64));
    lab.connect(stranger, CLIENTS, with(STRANGER, 24), with(STRANGER6, 64));
    lab.connect(gateway, SERVERS, with(SERVER_SIDE, 24), with(SERVER_SIDE6, 64));
    lab.connect(server, SERVERS, with(SERVER, 24), with(SERVER6, 64));
    lab.connect(outsider, SERVERS, with(OUTSIDER, 24), "2001:db8:2::66/64");
  }

  Host client() {
    return client;
  }

  Host gateway() {
    return gateway;
  }

  Host server() {
    return server;
  }

  /** A fourth host, on the client's network. */
  Host stranger() {
    return stranger;
  }

  /** A fifth host, on the server's network. */
  Host outsider() {
    return outsider;
  }

  /** All hosts reach the other network by way of the gateway, if that lets them. */
  void routeThroughGateway() {
    for (Host host : List.of(client, stranger)) {
      host.defaultRoute(GATEWAY.getHostAddress());
      host.defaultRoute(GATEWAY6.getHostAddress());
    }
    for (Host host : List.of(server, outsider)) {
      host.defaultRoute(SERVER_SIDE.getHostAddress());
      host.defaultRoute(SERVER_SIDE6.getHostAddress());
    }
  }

  /** For hosts and networks beyond these. */
  NetworkLab network() {
    return lab;
  }

  /** Runs the gateway, until the lab is closed. */
  HostGateway runGateway(String configuration) throws IOException {
    return own(new HostGateway(gateway, configuration));
  }

  /** Runs vsftpd on the server, until the lab is closed. */
  Vsftpd runVsftpd() throws IOException {
    return own(new Vsftpd(server, SERVER));
  }

  /** Lets a test be the server, until the lab is closed. */
  ScriptedServer runScriptedServer() throws Exception {
    return own(new ScriptedServer(server, SERVER));
  }

  /** Closes this before the lab, and before what was owned earlier. */
  <T extends Closeable> T own(T resource) {
    owned.push(resource);
    return resource;
  }

  /** Where clients reach the gateway. */
  static InetSocketAddress listener() {
    return new InetSocketAddress(GATEWAY, 2121);
  }

  @Override
  public void close() throws IOException {
    try {
      closeOwned();
    } finally {
      lab.close();
    }
  }

  private void closeOwned() throws IOException {
    if (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } finally {
        closeOwned();
      }
    }
  }

  /** An address from its text; never a host name. */
  static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String with(InetAddress address, int prefixLength) {
    return address.getHostAddress() + "/" + prefixLength;
  }
}
