package io.postern.real;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** curl. It has every form, and sends ABOR when it wanted a part of a file only. */
final class Curl extends ProgramClient implements ProfileClient {

  Curl() {
    super("curl");
  }

  @Override
  public boolean can(Operation operation, Form form, boolean ipv6) {
    return form.isExtended() || !ipv6;
  }

  @Override
  public String retrieve(Visit visit, String remote, Path local) {
    return curl(visit, "--output", local.toString(), files(visit) + remote);
  }

  @Override
  public String store(Visit visit, Path local, String remote) {
    return curl(visit, "--upload-file", local.toString(), files(visit) + remote);
  }

  @Override
  public String append(Visit visit, Path local, String remote) {
    return curl(visit, "--append", "--upload-file", local.toString(), files(visit) + remote);
  }

  @Override
  public String resume(Visit visit, String remote, Path local) {
    return curl(visit, "--continue-at", "-", "--output", local.toString(), files(visit) + remote);
  }

  @Override
  public String abort(Visit visit, String large, String small, Path local) {
    // curl closes the session after an ABOR and gets the second file in another.
    return curl(visit, "--range", "0-1023", "--output", "/dev/null", files(visit) + large)
        + retrieve(visit, small, local);
  }

  @Override
  public String list(Visit visit, Operation kind) {
    return switch (kind) {
      case NLST -> curl(visit, "--list-only", files(visit));
      case MLSD -> curl(visit, "--request", "MLSD", files(visit));
      default -> curl(visit, files(visit));
    };
  }

  @Override
  public Attempt get(Visit visit, String remote, Path local) {
    return attempt(visit, all(visit, "--output", local.toString(), url(visit, remote)));
  }

  /** Gets a file, with a new TLS session for every connection. */
  Attempt getWithoutResuming(Visit visit, String remote, Path local) {
    return attempt(
        visit, all(visit, "--no-sessionid", "--output", local.toString(), files(visit) + remote));
  }

  @Override
  public Attempt put(Visit visit, Path local, String remote) {
    return attempt(visit, all(visit, "--upload-file", local.toString(), url(visit, remote)));
  }

  @Override
  public Attempt list(Visit visit, String remote) {
    return attempt(visit, all(visit, url(visit, remote + "/")));
  }

  @Override
  public Attempt send(Visit visit, String... commands) {
    List<String> quotes = new ArrayList<>();
    for (String command : commands) {
      // The star: go on whatever the reply is, as lftp does.
      quotes.addAll(List.of("--quote", "*" + command));
    }
    // Nothing is transferred after them.
    quotes.addAll(List.of("--head", url(visit, "/")));
    return attempt(visit, all(visit, quotes.toArray(String[]::new)));
  }

  private static String files(Visit visit) {
    return url(visit, "/" + ServedFolder.FILES + "/");
  }

  /** With the login in it: in {@code --user} a colon would end the user's name. */
  private static String url(Visit visit, String path) {
    String login = encoded(visit.user()) + ":" + encoded(visit.password());
    return visit.url(path).replaceFirst("://", "://" + login + "@");
  }

  /** As a part of an address that curl takes back to what it was (RFC 3986, section 2.1). */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String curl(Visit visit, String... arguments) {
    return run(visit, all(visit, arguments));
  }

  private static List<String> all(Visit visit, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--silent", "--show-error", "--verbose"));
    all.addAll(List.of("--max-time", "30"));
    all.add("--globoff");
    all.addAll(form(visit.form()));
    all.addAll(tls(visit.tls()));
    all.addAll(List.of(arguments));
    return all;
  }

  private static List<String> tls(@Nullable ClientTls tls) {
    if (tls == null) {
      return List.of();
    }
    String version = tls.version().text();
    return List.of(
        // Either of them demands TLS of the control channel.
        tls.protectsData() ? "--ssl-reqd" : "--ftp-ssl-control",
        "--cacert",
        tls.ca().toString(),
        "--tlsv" + version,
        "--tls-max",
        version);
  }

  private static List<String> form(Form form) {
    return switch (form) {
      case PORT -> List.of("--ftp-port", "-", "--disable-eprt");
      case EPRT -> List.of("--ftp-port", "-");
      // By default curl doesn't believe the address of a 227.
      case PASV -> List.of("--disable-epsv", "--no-ftp-skip-pasv-ip");
      case EPSV -> List.of();
    };
  }
}
