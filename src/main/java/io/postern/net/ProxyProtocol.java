package io.postern.net;

import io.postern.ftp.Network;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * The PROXY protocol of one listener: who says before all else which client it speaks for, and
 * whether the server is told the same.
 *
 * @param from the senders, which all must send a header; empty means that nobody's is read ({@code
 *     listeners[].proxy-protocol.from})
 * @param timeout how long the whole header may take ({@code listeners[].proxy-protocol.timeout})
 * @param headerBytes how long it may be behind its fixed part ({@code
 *     listeners[].proxy-protocol.header-bytes})
 * @param send the header that the server gets ({@code listeners[].proxy-protocol.send})
 */
public record ProxyProtocol(List<Network> from, Duration timeout, int headerBytes, Send send) {

  /** What is sent to the server, before TLS and before all else. */
  public enum Send {
    /** Nothing. */
    OFF,
    /** A line of text. */
    V1,
    /** Binary. */
    V2
  }

  /**
   * Neither read nor sent; 5 s; enough bytes for what balancers add, where a header of version 2
   * may claim 64 KiB.
   */
  public static final ProxyProtocol DEFAULT =
      new ProxyProtocol(List.of(), Duration.ofSeconds(5), 4096, Send.OFF);

  /** Copies the list. */
  public ProxyProtocol {
    from = List.copyOf(from);
  }

  /** Whether a connection from there begins with a header: configured, never guessed. */
  public boolean expects(InetAddress sender) {
    return from.stream().anyMatch(network -> network.contains(sender));
  }
}
