package io.postern.real;

import io.postern.ftp.DataMode;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** pyftpdlib on the system's Python. */
final class PyFtpd extends ServerProgram {

  private static final Path SCRIPT = Path.of("src/test/resources/real/pyftpd.py");

  PyFtpd(ServedFolder folder, InetSocketAddress address) {
    this(folder, address, List.of());
  }

  /** With TLS. */
  PyFtpd(ServedFolder folder, InetSocketAddress address, ServerTls tls) {
    this(folder, address, arguments(tls).toList());
  }

  /** The same, which knows one way only to make data connections. */
  PyFtpd(ServedFolder folder, InetSocketAddress address, ServerTls tls, DataMode only) {
    this(
        folder,
        address,
        Stream.concat(
                arguments(tls),
                only == DataMode.ACTIVE ? Stream.of("PASV", "EPSV") : Stream.of("PORT", "EPRT"))
            .toList());
  }

  private static Stream<String> arguments(ServerTls tls) {
    return Stream.of(
        tls.keys().chain().toString(),
        tls.keys().key().toString(),
        Integer.toString(tls.firstPort()),
        Integer.toString(tls.lastPort()));
  }

  private PyFtpd(ServedFolder folder, InetSocketAddress address, List<String> tls) {
    super(address, log(folder, "pyftpd", address), command(folder, address, tls));
  }

  private static List<String> command(
      ServedFolder folder, InetSocketAddress address, List<String> tls) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/usr/bin/python3", SCRIPT.toAbsolutePath().toString()));
    command.addAll(List.of(host(address), Integer.toString(address.getPort())));
    command.add(folder.root().toString());
    command.addAll(tls);
    return command;
  }
}
