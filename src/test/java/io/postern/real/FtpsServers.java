package io.postern.real;

import io.postern.testing.Closing;
import io.postern.testing.FreePorts;
import io.postern.tls.KeyFiles;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The servers of the FTPS matrix at one address, each started when it is first needed. */
final class FtpsServers implements AutoCloseable {

  private final Closing closing = new Closing();
  private final Map<FtpsServer, InetSocketAddress> addresses = new EnumMap<>(FtpsServer.class);
  private final Map<FtpsServer, Served> served = new EnumMap<>(FtpsServer.class);
  private final KeyFiles keys;

  /**
   * None is started yet.
   *
   * @param keys the certificate of all
   */
  FtpsServers(String host, KeyFiles keys) {
    this.keys = keys;
    for (FtpsServer server : FtpsServer.values()) {
      addresses.put(server, FreePorts.on(host));
    }
  }

  /** Where each is, or will be. */
  Map<FtpsServer, InetSocketAddress> addresses() {
    return addresses;
  }

  /** The server and its folder, started if it is not. */
  Served serve(FtpsServer server) {
    return served.computeIfAbsent(server, this::start);
  }

  @Override
  public void close() {
    closing.close();
  }

  private Served start(FtpsServer kind) {
    ServedFolder folder = closing.add(ServedFolder.create(kind.sizes()));
    InetSocketAddress address = Objects.requireNonNull(addresses.get(kind));
    FtpServer server = closing.add(kind.start(folder, address, keys));
    return new Served(server, folder, new CheckedTransfers(folder));
  }

  /** A running server, and what is done with its folder. */
  record Served(FtpServer server, ServedFolder folder, CheckedTransfers transfers) {}
}
