package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.DataMode;
import io.postern.testing.Program;
import io.postern.testing.Programs;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Pure-FTPd with a login from a database of its own. */
final class PureFtpd extends ServerProgram {

  PureFtpd(ServedFolder folder, InetSocketAddress address) {
    super(address, log(folder, "pure-ftpd", address), command(folder, address));
  }

  /** With TLS, whose level is the value of {@code --tls}. */
  PureFtpd(ServedFolder folder, InetSocketAddress address, ServerTls tls) {
    super(address, log(folder, "pure-ftpd", address), command(folder, address, tls));
  }

  /** The same; it can be told to refuse PASV and EPSV, but not the others. */
  PureFtpd(ServedFolder folder, InetSocketAddress address, ServerTls tls, DataMode mode) {
    super(address, log(folder, "pure-ftpd", address), command(folder, address, tls, mode));
  }

  private static List<String> command(
      ServedFolder folder, InetSocketAddress address, ServerTls tls, DataMode mode) {
    List<String> command = command(folder, address, tls);
    if (mode == DataMode.ACTIVE) {
      command.add("--natmode");
    }
    return command;
  }

  private static List<String> command(
      ServedFolder folder, InetSocketAddress address, ServerTls tls) {
    List<String> command = new ArrayList<>(command(folder, address));
    command.add("--tls=" + tls.level());
    command.add("--certfile=%s,%s".formatted(tls.keys().chain(), tls.keys().key()));
    command.add("--passiveportrange=%d:%d".formatted(tls.firstPort(), tls.lastPort()));
    return command;
  }

  private static List<String> command(ServedFolder folder, InetSocketAddress address) {
    return List.of(
        Programs.path("pure-ftpd").toString(),
        "--bind",
        host(address) + "," + address.getPort(),
        family(address).equals("IPv6") ? "--ipv6only" : "--ipv4only",
        "--login",
        "puredb:" + users(folder, address),
        "--pidfile",
        folder.home().resolve(family(address) + "-pure-ftpd.pid").toString(),
        "--noanonymous",
        "--chrooteveryone",
        "--dontresolve",
        "--maxclientsperip",
        "100");
  }

  /** Not by {@code pure-pw useradd}, whose hash takes seconds to check. */
  private static Path users(ServedFolder folder, InetSocketAddress address) {
    String line =
        "postern:%s:65534:65534::%s/./::::::::::::%n".formatted(PASSWORD_HASH, folder.root());
    Path text = write(folder, "pure-ftpd.passwd", address, line);
    Path database = folder.home().resolve(family(address) + "-pure-ftpd.pdb");
    String purePw = Programs.path("pure-pw").toString();
    List<String> command = List.of(purePw, "mkdb", database.toString(), "-f", text.toString());
    Path log = log(folder, "pure-pw", address);
    try (Program program = Program.start(log, command, libraries())) {
      assertThat(program.awaitExit(Duration.ofSeconds(5))).as(program.output()).isZero();
    }
    return database;
  }
}
