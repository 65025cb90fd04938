package io.postern.real;

import io.postern.ftp.Protection;
import io.postern.tls.TlsVersion;
import java.util.List;

/**
 * One row of the FTPS matrix.
 *
 * @param data what the client asks for with PROT; CLEAR where it speaks no TLS
 * @param version of TLS, on every leg that has it
 */
record FtpsCase(
    FtpsServer server,
    FtpClient client,
    FtpsStance stance,
    Form form,
    Protection data,
    TlsVersion version,
    Task task) {

  /** What a client does, and with how much. */
  record Task(Operation operation, Size size) {
    @Override
    public String toString() {
      return operation == Operation.LIST ? "LIST" : operation + " " + size;
    }
  }

  /** {@code ProFTPD ← bridge ← lftp: RETR 1 MiB, EPSV, PROT P, TLS 1.3}. */
  @Override
  public String toString() {
    return "%s ← %s ← %s: %s, %s, PROT %s, TLS %s"
        .formatted(server, stance, client, task, form, data.name().charAt(0), version.text());
  }

  /** Whether the client and the server can do it between themselves. */
  boolean needsNoGateway() {
    if (!stance.hasClientTls()) {
      // lftp asks for TLS wherever it is offered.
      return server.servesInTheClear() && !client.name().equals("lftp");
    }
    if (data == Protection.CLEAR) {
      return server != FtpsServer.PURE_FTPD_3;
    }
    // What it does about resumption is between it and the gateway.
    return !client.name().startsWith("commons-net") || !server.demandsReuse();
  }

  /** What two rows can have in common. */
  List<Object> dimensions() {
    return List.of(server, client, stance, form, data, version, task);
  }
}
