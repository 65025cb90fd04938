package io.postern.metrics;

import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What is read when a scraper asks, not counted from events. Each supplier is called on the
 * scraper's thread: it must be thread-safe and quick.
 *
 * @param dataPorts of the listeners that have some
 * @param sessionsLimit how many sessions there may be
 * @param pinholesLimit how many pinholes there may be
 * @param pinholesWaiting pinholes that nobody has connected to yet
 * @param dataConnectionsRunning data connections that are being relayed
 * @param bans clients that are banned
 * @param policyGeneration the policy's generation
 * @param auditLost events that the audit log could not take, ever
 * @param certificateExpiries by the listener's name: when its first certificate expires, in seconds
 *     since 1970
 * @param servers those of pools
 * @param version the program's version
 */
public record Readings(
    List<PortsReading> dataPorts,
    int sessionsLimit,
    int pinholesLimit,
    IntSupplier pinholesWaiting,
    IntSupplier dataConnectionsRunning,
    IntSupplier bans,
    LongSupplier policyGeneration,
    LongSupplier auditLost,
    Map<String, LongSupplier> certificateExpiries,
    List<ServerReading> servers,
    String version) {

  /** Copies the map and the lists. */
  public Readings {
    dataPorts = List.copyOf(dataPorts);
    certificateExpiries = Map.copyOf(certificateExpiries);
    servers = List.copyOf(servers);
  }
}
