package io.postern.net;

import io.postern.ftp.LineLimits;
import io.postern.ftp.Network;
import io.postern.pinhole.PortRange;
import io.postern.session.SessionSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One entrance.
 *
 * @param name unique; in events and metrics
 * @param address the address to listen on; empty means every address, IPv4 and IPv6
 * @param port 0 to 65535; 0 lets the system choose
 * @param mode who says which server a client gets
 * @param source from where the server is reached in transparent mode ({@code
 *     listeners[].transparent.source})
 * @param server the server's host name or address; empty if the listener has none of its own, or a
 *     pool of them
 * @param serverPort 1 to 65535; 0 if the listener has no server of its own
 * @param connect how long connecting to the server may take ({@code timeouts.connect})
 * @param advertise what the client is told for data connections
 * @param advertiseToServer what the server is told for data connections
 * @param dataPorts the ports of pinholes
 * @param outsidePorts the ports that peers see instead, in the same order; empty means the same
 * @param opaqueDataPorts the server's static passive range, for blind sessions ({@code
 *     listeners[].tls.opaque-data-ports}); empty means that they have no data connections
 * @param lines how long lines and replies may be
 * @param tls keys and trust
 * @param protocol what clients speak
 * @param proxyProtocol who sends PROXY headers, and whether the server gets one
 * @param dataPeers who may connect to the pinholes of clients in their place, where a balancer
 *     hides them; empty means the client's own address ({@code listeners[].data-peers})
 * @param pool the pool that has the servers; empty means the one server ({@code listeners[].pool})
 * @param session the rest
 */
public record ListenerSettings(
    String name,
    Optional<InetAddress> address,
    int port,
    ListenerMode mode,
    SourceAddress source,
    String server,
    int serverPort,
    Duration connect,
    Advertise advertise,
    Advertise advertiseToServer,
    PortRange dataPorts,
    Optional<PortRange> outsidePorts,
    Optional<PortRange> opaqueDataPorts,
    LineLimits lines,
    ListenerTlsSettings tls,
    ListenerProtocol protocol,
    ProxyProtocol proxyProtocol,
    List<Network> dataPeers,
    Optional<String> pool,
    SessionSettings session) {

  /** Copies the list. */
  public ListenerSettings {
    dataPeers = List.copyOf(dataPeers);
  }

  /** One for FTP with nothing in front. */
  public ListenerSettings(
      String name,
      Optional<InetAddress> address,
      int port,
      String server,
      int serverPort,
      Duration connect,
      Advertise advertise,
      Advertise advertiseToServer,
      PortRange dataPorts,
      Optional<PortRange> outsidePorts,
      Optional<PortRange> opaqueDataPorts,
      LineLimits lines,
      ListenerTlsSettings tls,
      SessionSettings session) {
    this(
        name,
        address,
        port,
        ListenerMode.REVERSE,
        SourceAddress.SPOOF,
        server,
        serverPort,
        connect,
        advertise,
        advertiseToServer,
        dataPorts,
        outsidePorts,
        opaqueDataPorts,
        lines,
        tls,
        ListenerProtocol.FTP,
        ProxyProtocol.DEFAULT,
        List.of(),
        Optional.empty(),
        session);
  }

  /**
   * What a peer is told for data connections: the first network that holds the peer decides, then
   * the default.
   *
   * @param byNetwork in order; the first match wins
   * @param otherwise for all others
   */
  public record Advertise(List<Mapping> byNetwork, Address otherwise) {

    /** The address that the peer reached. */
    public static final Advertise AUTO = new Advertise(List.of(), new Address.Auto());

    /** Copies the list. */
    public Advertise {
      byNetwork = List.copyOf(byNetwork);
    }
  }

  /** What the peers of one network are told. */
  public record Mapping(Network network, Address address) {}

  /** An address to tell. */
  public sealed interface Address {

    /** The one that the peer reached. */
    record Auto() implements Address {}

    /** This one. */
    record Literal(InetAddress address) implements Address {}

    /** What this host name stands for, looked up again from time to time. */
    record HostName(String name) implements Address {}
  }
}
