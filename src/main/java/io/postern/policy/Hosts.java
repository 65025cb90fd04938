package io.postern.policy;

import io.postern.ftp.Network;
import java.net.InetAddress;
import java.util.List;

/**
 * Some hosts, by their names or addresses. Immutable.
 *
 * @param names one of these matches the name
 * @param networks one of these holds an address
 */
public record Hosts(List<HostPattern> names, List<Network> networks) {

  /** Nobody. */
  public static final Hosts NONE = new Hosts(List.of(), List.of());

  /** Copies the lists. */
  public Hosts {
    names = List.copyOf(names);
    networks = List.copyOf(networks);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return names.isEmpty() && networks.isEmpty();
  }

  /** Whether one of the names matches. */
  public boolean hasName(String host) {
    return names.stream().anyMatch(each -> each.matches(host));
  }

  /** Whether one of the networks holds an address. */
  public boolean hasAddress(InetAddress address) {
    return networks.stream().anyMatch(each -> each.contains(address));
  }
}
