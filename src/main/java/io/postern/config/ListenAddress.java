package io.postern.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Where to listen.
 *
 * @param address empty means every address
 * @param port 0 lets the system choose
 */
record ListenAddress(Optional<InetAddress> address, int port) {

  /** Whether one of the two could not listen while the other does. */
  boolean collidesWith(ListenAddress other) {
    return port == other.port && port != 0 && (covers(other) || other.covers(this));
  }

  private boolean covers(ListenAddress other) {
    if (address.isEmpty() || address.equals(other.address)) {
      return true;
    }
    // 0.0.0.0 is every address of IPv4; :: is every address of both, as Linux binds it.
    return address.get().isAnyLocalAddress()
        && (!(address.get() instanceof Inet4Address)
            || other.address.filter(Inet4Address.class::isInstance).isPresent());
  }

  @Override
  public String toString() {
    return address.map(Addresses::bracketed).orElse("*") + ":" + port;
  }
}
