package io.postern.real;

import io.postern.ftp.DataMode;
import io.postern.real.FtpsCase.Task;
import java.util.Locale;

/** One client, which uses one mode, and a server behind the gateway, which knows only the other. */
record TranslatedCase(Listener listener, FtpClient client, Form form, Task task) {

  /** Which legs are under TLS. */
  enum Legs {
    NONE,
    SERVER,
    BOTH
  }

  /**
   * Where the client comes in.
   *
   * @param mode the server's
   */
  record Listener(
      OneModeServer server, DataMode mode, boolean serverIpv6, boolean clientIpv6, Legs tls) {

    /** {@code proftpd-active-4-6-both}: the server's family first. */
    String label() {
      return "%s-%s-%d-%d-%s"
          .formatted(server.name(), mode, serverIpv6 ? 6 : 4, clientIpv6 ? 6 : 4, tls)
          .toLowerCase(Locale.ROOT)
          .replace('_', '-');
    }

    /** The client's. */
    DataMode clientMode() {
      return mode == DataMode.ACTIVE ? DataMode.PASSIVE : DataMode.ACTIVE;
    }
  }

  /** {@code ProFTPD, active, IPv4 ← lftp: STOR 1 MiB, EPSV, IPv6, TLS: both}. */
  @Override
  public String toString() {
    return "%s, %s, %s ← %s: %s, %s, %s, TLS: %s"
        .formatted(
            listener.server,
            listener.mode.name().toLowerCase(Locale.ROOT),
            listener.serverIpv6 ? "IPv6" : "IPv4",
            client,
            task,
            form,
            listener.clientIpv6 ? "IPv6" : "IPv4",
            listener.tls.name().toLowerCase(Locale.ROOT));
  }
}
