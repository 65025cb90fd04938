package io.postern.real;

import io.postern.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** tnftp, the BSDs' ftp, driven by its own commands. Its ABOR comes with Telnet's interrupt. */
final class Tnftp extends ProgramClient {

  private static final Duration FIRST_BYTES = Duration.ofSeconds(20);

  Tnftp() {
    super("tnftp");
  }

  @Override
  public boolean can(Operation operation, Form form, boolean ipv6) {
    return form.isExtended() || !ipv6;
  }

  @Override
  public String retrieve(Visit visit, String remote, Path local) {
    return tnftp(visit, "get %s %s".formatted(remote, local));
  }

  @Override
  public String store(Visit visit, Path local, String remote) {
    return tnftp(visit, "put %s %s".formatted(local, remote));
  }

  /** Stores with STOU: the server chooses the name. */
  String storeUnique(Visit visit, Path local) {
    return tnftp(visit, "sunique\nput %s any".formatted(local));
  }

  @Override
  public String append(Visit visit, Path local, String remote) {
    return tnftp(visit, "append %s %s".formatted(local, remote));
  }

  @Override
  public String resume(Visit visit, String remote, Path local) {
    return tnftp(visit, "reget %s %s".formatted(remote, local));
  }

  @Override
  public String abort(Visit visit, String large, String small, Path local) {
    Path part = visit.work().resolve("part");
    try (Program program = start(visit, arguments(visit))) {
      // Slowed down, so that it is not over before the interrupt.
      program.type(prologue(visit) + "rate get 4m\nget %s %s\n".formatted(large, part));
      Awaitility.await()
          .atMost(FIRST_BYTES)
          .until(() -> Files.exists(part) && part.toFile().length() > 0);
      program.signal("INT");
      program.type("rate get 0\nget %s %s\nbye\n".formatted(small, local)).endOfInput();
      return end(program);
    }
  }

  @Override
  public String list(Visit visit, Operation kind) {
    return switch (kind) {
      case NLST -> tnftp(visit, "nlist");
      case MLSD -> tnftp(visit, "mlsd");
      default -> tnftp(visit, "ls");
    };
  }

  private String tnftp(Visit visit, String command) {
    try (Program program = start(visit, arguments(visit))) {
      program.type(prologue(visit) + command + "\nbye\n").endOfInput();
      // Its exit code is 0 whatever happened: the files and listings tell.
      return end(program);
    }
  }

  private static List<String> arguments(Visit visit) {
    return List.of("-n", "-i", "-v", "-d", visit.host(), Integer.toString(visit.port()));
  }

  private static String prologue(Visit visit) {
    return """
        user %s %s
        passive %s
        epsv4 %s
        binary
        cd %s
        """
        .formatted(
            visit.user(),
            visit.password(),
            visit.form().isActive() ? "off" : "on",
            visit.form().isExtended() ? "on" : "off",
            ServedFolder.FILES);
  }
}
