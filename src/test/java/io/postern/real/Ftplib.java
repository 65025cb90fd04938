package io.postern.real;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Python's ftplib, of the system's Python: PORT and PASV with IPv4, EPRT and EPSV with IPv6. It
 * resumes no TLS session, and waits for the other's close_notify.
 */
final class Ftplib extends ProgramClient {

  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path SCRIPT = Path.of("src/test/resources/real/ftplib_client.py");

  Ftplib() {
    super("ftplib");
  }

  @Override
  Path program() {
    return PYTHON;
  }

  @Override
  public boolean can(Operation operation, Form form, boolean ipv6) {
    return form.isExtended() == ipv6
        && switch (operation) {
          case RETR, STOR, LIST, NLST, MLSD -> true;
          case APPE, REST, ABOR -> false;
        };
  }

  @Override
  public String retrieve(Visit visit, String remote, Path local) {
    return run(visit, arguments(visit, "do=get", "remote=" + remote, "local=" + local));
  }

  @Override
  public String store(Visit visit, Path local, String remote) {
    return run(visit, arguments(visit, "do=put", "remote=" + remote, "local=" + local));
  }

  @Override
  public String append(Visit visit, Path local, String remote) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String resume(Visit visit, String remote, Path local) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String abort(Visit visit, String large, String small, Path local) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String list(Visit visit, Operation kind) {
    return run(visit, arguments(visit, "do=" + kind.name().toLowerCase(Locale.ROOT)));
  }

  /** Gets a file, or not. */
  Attempt get(Visit visit, String remote, Path local) {
    return attempt(visit, arguments(visit, "do=get", "remote=" + remote, "local=" + local));
  }

  private static List<String> arguments(Visit visit, String... task) {
    List<String> arguments = new ArrayList<>(List.of(SCRIPT.toAbsolutePath().toString()));
    arguments.addAll(List.of("host=" + visit.host(), "port=" + visit.port()));
    arguments.addAll(List.of("user=" + visit.user(), "password=" + visit.password()));
    arguments.add("passive=" + (visit.form().isActive() ? "no" : "yes"));
    Stream.concat(tls(visit.tls()), Stream.of(task)).forEach(arguments::add);
    return arguments;
  }

  private static Stream<String> tls(@Nullable ClientTls tls) {
    return tls == null
        ? Stream.of()
        : Stream.of(
            "ca=" + tls.ca(),
            "version=TLSv" + tls.version().text().replace('.', '_'),
            "protect=" + (tls.protectsData() ? "yes" : "no"));
  }
}
