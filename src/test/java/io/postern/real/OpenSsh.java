package io.postern.real;

import io.postern.testing.Program;
import io.postern.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenSSH's server, with host and user keys of its own, for the user who runs the tests; and its
 * clients, which know the host key and nobody else's.
 */
final class OpenSsh implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(10);

  /** 200 MiB on a crowded machine. */
  private static final Duration SESSION = Duration.ofSeconds(60);

  /** Where Debian's server wants to lock itself up before the login. */
  private static final Path PRIVILEGE_SEPARATION = Path.of("/run/sshd");

  private final InetSocketAddress address;
  private final Path home;
  private final Program program;

  OpenSsh(Path home, InetSocketAddress address) throws IOException {
    this.address = address;
    this.home = Files.createDirectories(home);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(PRIVILEGE_SEPARATION);
    makeKey("host");
    makeKey("user");
    Path settings = Files.writeString(home.resolve("sshd_config"), settings());
    program =
        Program.start(
            home.resolve("sshd.log"),
            List.of(Programs.path("sshd").toString(), "-D", "-e", "-f", settings.toString()));
    program.awaitGreeting(address, START);
  }

  InetSocketAddress address() {
    return address;
  }

  /** What it has logged. */
  String log() {
    return program.output();
  }

  /** Runs {@code sftp} with these commands. */
  Attempt sftp(InetSocketAddress to, String commands) {
    try {
      Path batch = Files.writeString(home.resolve("batch"), commands);
      return client(to, "sftp", "-b", batch.toString(), host(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code scp}; {@code REMOTE:} in an argument is the server. */
  Attempt scp(InetSocketAddress to, String... arguments) {
    List<String> all = new ArrayList<>(List.of("scp"));
    for (String argument : arguments) {
      all.add(argument.replace("REMOTE:", host(to) + ":"));
    }
    return client(to, all.toArray(String[]::new));
  }

  /** Runs a command on the server. */
  Attempt ssh(InetSocketAddress to, String command) {
    return client(to, "ssh", host(to), command);
  }

  @Override
  public void close() {
    program.close();
  }

  private Attempt client(InetSocketAddress to, String... command) {
    List<String> all = new ArrayList<>(List.of(Programs.path(command[0]).toString()));
    all.addAll(List.of("-F", options(to).toString()));
    all.addAll(List.of(command).subList(1, command.length));
    try (Program client = Program.start(home.resolve("client.log"), all).endOfInput()) {
      return new Attempt(client.awaitExit(SESSION), client.output());
    }
  }

  private Path options(InetSocketAddress to) {
    try {
      String key = Files.readString(home.resolve("host.pub"));
      Path known =
          Files.writeString(
              home.resolve("known_hosts"), "[%s]:%d %s".formatted(host(to), to.getPort(), key));
      return Files.writeString(
          home.resolve("ssh_config"),
          """
          Port %d
          User root
          IdentityFile %s
          IdentitiesOnly yes
          UserKnownHostsFile %s
          GlobalKnownHostsFile none
          StrictHostKeyChecking yes
          BatchMode yes
          ConnectTimeout 20
          Ciphers aes128-gcm@openssh.com
          """
              .formatted(to.getPort(), home.resolve("user"), known));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String settings() {
    return """
    ListenAddress %s:%d
    HostKey %s
    AuthorizedKeysFile %s
    PidFile none
    UsePAM no
    StrictModes no
    PermitRootLogin prohibit-password
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    PrintMotd no
    UseDNS no
    LogLevel VERBOSE
    Subsystem sftp internal-sftp
    """
        .formatted(
            host(address), address.getPort(), home.resolve("host"), home.resolve("user.pub"));
  }

  private void makeKey(String name) {
    List<String> command =
        List.of(
            Programs.path("ssh-keygen").toString(),
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-f",
            home.resolve(name).toString());
    try (Program program = Program.start(home.resolve("keygen.log"), command)) {
      if (program.awaitExit(START) != 0) {
        throw new IllegalStateException(program.output());
      }
    }
  }

  private static String host(InetSocketAddress at) {
    return at.getAddress().getHostAddress();
  }
}
