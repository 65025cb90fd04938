package io.postern.net;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of this machine, looked at again when they are asked for after a while; and which
 * connections to a transparent listener would lead back to the gateway. Thread-safe.
 */
final class OwnAddresses {

  private static final Logger LOG = LoggerFactory.getLogger(OwnAddresses.class);
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private Set<InetAddress> known = Set.of();
  private long readAt = System.nanoTime() - KEPT_NANOS;

  /** Why the connection must not go on to where it was going; empty if it may. */
  Optional<String> loop(Arrival arrival) {
    if (isOwn(arrival.reached().address())) {
      return Optional.of("the server's address is one of the gateway's own");
    }
    return isOwn(arrival.client().address())
        ? Optional.of("the connection comes from the gateway itself")
        : Optional.empty();
  }

  /** Whether an address is one of this machine's. */
  boolean isOwn(InetAddress address) {
    return address.isLoopbackAddress() || address.isAnyLocalAddress() || all().contains(address);
  }

  private synchronized Set<InetAddress> all() {
    long now = System.nanoTime();
    if (now - readAt >= KEPT_NANOS) {
      readAt = now;
      read();
    }
    return known;
  }

  private void read() {
    try {
      known =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .collect(Collectors.toUnmodifiableSet());
    } catch (SocketException e) {
      LOG.warn("can't read the addresses of this machine; {} known ones stay", known.size(), e);
    }
  }
}
