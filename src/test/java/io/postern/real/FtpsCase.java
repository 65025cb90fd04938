package io.postern.real;

import io.postern.ftp.Protection;
import io.postern.tls.TlsVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
    if (server == FtpsServer.PYFTPDLIB && client.name().equals("curl")) {
      return false;
    }
    // What it does about resumption is between it and the gateway.
    return !client.name().startsWith("commons-net") || !server.demandsReuse();
  }

  /** What it consists of. */
  List<Object> values() {
    return List.of(server, client, stance, form, data, version, task);
  }

  /**
   * What the matrix must try if any row has it: every two values, and every server and every client
   * with every stance, protection and version.
   */
  Set<Set<Object>> combinations() {
    List<Object> values = values();
    Set<Set<Object>> combinations = new HashSet<>();
    combinations.add(Set.of(server, stance, data, version));
    combinations.add(Set.of(client, stance, data, version));
    for (Object one : values) {
      values.stream()
          .filter(other -> other != one)
          .forEach(other -> combinations.add(Set.of(one, other)));
    }
    return combinations;
  }
}
