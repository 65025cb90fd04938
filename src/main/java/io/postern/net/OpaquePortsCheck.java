package io.postern.net;

import io.postern.pinhole.PortRange;
import io.postern.session.TlsStance;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the start whether the opaque data ports can be had: they are opened only for blind
 * sessions, which may be days later. The ports are bound for a moment, and never listen.
 */
final class OpaquePortsCheck {

  private static final Logger LOG = LoggerFactory.getLogger(OpaquePortsCheck.class);

  private OpaquePortsCheck() {}

  /** Warns of ports that something else has. Blocks for a moment. */
  static void warn(ListenerSettings listener) {
    if (listener.session().tls().client() == TlsStance.Client.OPAQUE) {
      listener.opaqueDataPorts().ifPresent(range -> warn(listener, range));
    }
  }

  private static void warn(ListenerSettings listener, PortRange range) {
    List<Integer> missing = new ArrayList<>();
    for (int port = range.first(); port <= range.last(); port++) {
      if (!isFree(listener, port)) {
        missing.add(port);
      }
    }
    if (missing.size() == range.size()) {
      LOG.warn(
          "listener {}: none of its opaque data ports {} can be opened: blind sessions will have no"
              + " data connections",
          listener.name(),
          range);
    } else if (!missing.isEmpty()) {
      LOG.warn(
          "listener {}: of its opaque data ports {} these can't be opened: {}",
          listener.name(),
          range,
          PortList.text(missing));
    }
  }

  private static boolean isFree(ListenerSettings listener, int port) {
    try (Socket socket = new Socket()) {
      socket.setReuseAddress(true);
      socket.bind(
          listener
              .address()
              .map(address -> new InetSocketAddress(address, port))
              .orElseGet(() -> new InetSocketAddress(port)));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
