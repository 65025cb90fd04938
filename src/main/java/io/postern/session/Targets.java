package io.postern.session;

import io.postern.ftp.AddressKind;
import io.postern.ftp.AddressLiteral;
import io.postern.policy.Hosts;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The servers that clients may name where they name them ({@code listeners[].forward}). Without
 * such limits a gateway is a way into every network that it reaches (server-side request forgery).
 *
 * @param hosts these only, or all if it is empty; the addresses of its networks are permitted
 *     whatever kind they are of, and under whatever name
 * @param ports at least one
 * @param privateAddresses whether private addresses count as public ones do; never those of the
 *     machine or its link
 */
public record Targets(Hosts hosts, Set<Integer> ports, boolean privateAddresses) {

  /** Public addresses, the usual port. */
  public static final Targets DEFAULT = new Targets(Hosts.NONE, Set.of(21), false);

  /** Copies the ports. */
  public Targets {
    ports = Set.copyOf(ports);
  }

  /**
   * Whether a host is refused before its addresses are known.
   *
   * @return why, for people; empty if its addresses decide
   */
  public Optional<String> refusal(String host, int port) {
    if (!ports.contains(port)) {
      return Optional.of("port " + port + " is not in forward.ports " + new TreeSet<>(ports));
    }
    boolean byAddress = !hosts.networks().isEmpty() || AddressLiteral.parse(host).isPresent();
    return byAddress || isNamed(host)
        ? Optional.empty()
        : Optional.of("no entry of forward.targets is its name");
  }

  /**
   * Whether an address of a host is refused.
   *
   * @return why, for people
   */
  public Optional<String> refusal(String host, InetAddress address) {
    AddressKind kind = AddressKind.of(address);
    if (kind == AddressKind.NONE) {
      return Optional.of(text(address, kind));
    }
    if (hosts.hasAddress(address)) {
      return Optional.empty();
    }
    if (!isNamed(host)) {
      return Optional.of("no entry of forward.targets is its name or holds its address");
    }
    boolean usual = kind == AddressKind.PUBLIC || (kind == AddressKind.PRIVATE && privateAddresses);
    return usual ? Optional.empty() : Optional.of(text(address, kind));
  }

  private static String text(InetAddress address, AddressKind kind) {
    return AddressLiteral.format(address) + " is " + kind.description();
  }

  private boolean isNamed(String host) {
    return hosts.isEmpty() || hosts.hasName(host);
  }
}
