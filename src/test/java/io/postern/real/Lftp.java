package io.postern.real;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** lftp. It has no APPE, uses EPRT with IPv6 only, and names {@code ::} in it on loopback. */
final class Lftp extends ProgramClient implements ProfileClient {

  Lftp() {
    super("lftp");
  }

  @Override
  public boolean can(Operation operation, Form form, boolean ipv6) {
    boolean hasForm = form == Form.EPSV || (!ipv6 && !form.isExtended());
    return hasForm && operation != Operation.APPE;
  }

  @Override
  public String retrieve(Visit visit, String remote, Path local) {
    return lftp(visit, "get %s -o %s".formatted(remote, local));
  }

  @Override
  public String store(Visit visit, Path local, String remote) {
    return lftp(visit, "put %s -o %s".formatted(local, remote));
  }

  @Override
  public String append(Visit visit, Path local, String remote) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String resume(Visit visit, String remote, Path local) {
    return lftp(visit, "get -c %s -o %s".formatted(remote, local));
  }

  @Override
  public String abort(Visit visit, String large, String small, Path local) {
    Path part = visit.work().resolve("part");
    // In another session: lftp loses its place when 426 comes before 226, as pyftpdlib sends them.
    String range = "get1 --source-region=0-1023 %s -o %s".formatted(large, part);
    return lftp(visit, range) + retrieve(visit, small, local);
  }

  @Override
  public String list(Visit visit, Operation kind) {
    return switch (kind) {
      case NLST -> lftp(visit, "nlist");
      case MLSD -> lftp(visit, "set ftp:use-mlsd yes; cls -l");
      default -> lftp(visit, "ls");
    };
  }

  @Override
  public Attempt get(Visit visit, String remote, Path local) {
    return attempt(visit, arguments(visit, "/", "get %s -o %s".formatted(remote, local)));
  }

  @Override
  public Attempt put(Visit visit, Path local, String remote) {
    return attempt(visit, arguments(visit, "/", "put %s -o %s".formatted(local, remote)));
  }

  @Override
  public Attempt list(Visit visit, String remote) {
    return attempt(visit, arguments(visit, "/", "ls " + remote));
  }

  @Override
  public Attempt send(Visit visit, String... commands) {
    String quotes =
        Stream.of(commands)
            .map(command -> "quote \"" + command + '"')
            .collect(Collectors.joining("; "));
    return attempt(visit, arguments(visit, "/", quotes));
  }

  private String lftp(Visit visit, String commands) {
    return run(visit, arguments(visit, "/" + ServedFolder.FILES + "/", commands));
  }

  private static List<String> arguments(Visit visit, String directory, String commands) {
    String settings =
        "set net:max-retries 1; set net:reconnect-interval-base 1; set net:timeout 20; set cmd:fail-exit yes; set xfer:clobber yes;"
            + " set ftp:fix-pasv-address no; set ftp:passive-mode %s; set ftp:prefer-epsv %s;"
                .formatted(!visit.form().isActive(), visit.form() == Form.EPSV);
    String open =
        " open -u %s,%s %s;".formatted(visit.user(), visit.password(), visit.url(directory));
    return List.of(
        "--norc", "-c", settings + tls(visit.tls()) + " debug 5;" + open + " " + commands);
  }

  private static String tls(@Nullable ClientTls tls) {
    if (tls == null) {
      return "";
    }
    String protects = tls.protectsData() ? "yes" : "no";
    return " set ftp:ssl-force yes; set ftp:ssl-protect-data %1$s; set ftp:ssl-protect-list %1$s;"
            .formatted(protects)
        + " set ssl:verify-certificate yes; set ssl:check-hostname yes; set ssl:ca-file %s;"
            .formatted(tls.ca())
        + " set ssl:priority NORMAL:-VERS-ALL:+VERS-TLS%s;".formatted(tls.version().text());
  }
}
