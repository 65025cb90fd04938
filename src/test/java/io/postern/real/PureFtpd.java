package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Program;
import io.postern.testing.Programs;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Pure-FTPd with a login from a database of its own. */
final class PureFtpd extends ServerProgram {

  PureFtpd(ServedFolder folder, InetSocketAddress address) {
    super(address, log(folder, "pure-ftpd", address), command(folder, address));
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

  private static Path users(ServedFolder folder, InetSocketAddress address) {
    Path text = folder.home().resolve(family(address) + "-pure-ftpd.passwd");
    Path database = folder.home().resolve(family(address) + "-pure-ftpd.pdb");
    List<String> command =
        List.of(
            Programs.path("pure-pw").toString(),
            "useradd",
            "postern",
            "-u",
            "65534",
            "-g",
            "65534",
            "-d",
            folder.root().toString(),
            "-f",
            text.toString(),
            "-F",
            database.toString(),
            "-m");
    Path log = log(folder, "pure-pw", address);
    try (Program program = Program.start(log, command, libraries())) {
      program.type("secret\nsecret\n").endOfInput();
      assertThat(program.awaitExit(Duration.ofSeconds(5))).as(program.output()).isZero();
    }
    return database;
  }
}
