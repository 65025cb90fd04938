package io.postern.real;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** pyftpdlib on the system's Python. */
final class PyFtpd extends ServerProgram {

  private static final Path SCRIPT = Path.of("src/test/resources/real/pyftpd.py");

  PyFtpd(ServedFolder folder, InetSocketAddress address) {
    super(
        address,
        log(folder, "pyftpd", address),
        List.of(
            "/usr/bin/python3",
            SCRIPT.toAbsolutePath().toString(),
            host(address),
            Integer.toString(address.getPort()),
            folder.root().toString()));
  }
}
