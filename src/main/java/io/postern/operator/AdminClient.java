package io.postern.operator;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Asks the admin port of a running gateway. */
public final class AdminClient {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** In characters; the gateway cuts there too. */
  private static final int MOST_REASON = 200;

  private final SocketAddress address;
  private final String name;
  private final Optional<String> token;
  private final String version;
  private final Duration limit;

  /**
   * One for a gateway.
   *
   * @param name how its address is written
   * @param token what its admin port wants to know
   * @param version of this program, for messages
   */
  public AdminClient(SocketAddress address, String name, Optional<String> token, String version) {
    this(address, name, token, version, LIMIT);
  }

  AdminClient(
      SocketAddress address, String name, Optional<String> token, String version, Duration limit) {
    this.address = address;
    this.name = name;
    this.token = token;
    this.version = version;
    this.limit = limit;
  }

  /** How the address of the gateway is written. */
  public String name() {
    return name;
  }

  /** Reads a page of JSON. */
  public AdminAnswer get(String path) throws AdminFault {
    return checked(path, ask("GET", path));
  }

  /** Has something done. */
  public AdminAnswer post(String path) throws AdminFault {
    return checked(path, ask("POST", path));
  }

  /** Has something removed. */
  public AdminAnswer delete(String path) throws AdminFault {
    return checked(path, ask("DELETE", path));
  }

  /** A value within a path or a query. */
  public static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Why, as a value of a query: as much of it as the gateway keeps. */
  public static String reason(String text) {
    int most = Math.min(text.codePointCount(0, text.length()), MOST_REASON);
    return encoded(text.substring(0, text.offsetByCodePoints(0, most)));
  }

  private AdminAnswer ask(String method, String path) throws AdminFault {
    String request =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nPostern-Admin: 1\r\n"
            + token.map(secret -> "Authorization: Bearer " + secret + "\r\n").orElse("")
            + "\r\n";
    try {
      return AdminAnswer.parse(Exchange.of(address, request, limit));
    } catch (IOException e) {
      throw unreachable(reason(e));
    }
  }

  private AdminAnswer checked(String path, AdminAnswer answer) throws AdminFault {
    return switch (answer.status()) {
      case 200, 422 -> answer;
      case 400, 409, 414, 503, 507 -> throw new AdminFault(AdminFault.Kind.REFUSED, text(answer));
      case 401 -> throw unreachable(badToken());
      case 404 ->
          throw answer.body().startsWith("no such page")
              ? otherVersion(path)
              : new AdminFault(AdminFault.Kind.REFUSED, text(answer));
      case 405 -> throw otherVersion(path);
      default -> throw unreachable("it answers " + answer.status() + ": " + text(answer));
    };
  }

  private String badToken() {
    return token.isEmpty()
        ? "it wants a token; give --token-file FILE, or --config FILE with admin.token-file"
        : "it does not take this token";
  }

  private static String text(AdminAnswer answer) {
    return TerminalText.clean(answer.firstLine());
  }

  private AdminFault otherVersion(String path) {
    String page = path.split("[/?]", -1)[1];
    return unreachable(
        "it does not know /"
            + page
            + ": it is of another version than this command, "
            + version
            + ", or no Postern");
  }

  private AdminFault unreachable(String why) {
    return new AdminFault(
        AdminFault.Kind.UNREACHABLE, "the gateway at " + name + " can't be asked: " + why);
  }

  private String reason(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return "no answer within " + limit.toSeconds() + "s";
    }
    if (e instanceof EOFException) {
      return "it closes the connection without an answer";
    }
    String message = String.valueOf(e.getMessage());
    if (message.toLowerCase(Locale.ROOT).contains("permission denied")) {
      return "permission denied; run it as the gateway's user or root, or see admin.socket-mode";
    }
    return nobodyListens(e) ? nobody() : message;
  }

  private boolean nobodyListens(IOException e) {
    return e instanceof ConnectException
        || (address instanceof UnixDomainSocketAddress
            && String.valueOf(e.getMessage()).matches("(?i).*(refused|no such file).*"));
  }

  private String nobody() {
    boolean there =
        !(address instanceof UnixDomainSocketAddress socket)
            || Files.exists(socket.getPath(), LinkOption.NOFOLLOW_LINKS);
    return (there ? "nothing listens there" : "there is no such socket")
        + "; does it run, and is this its admin.listen (--admin, --config)?";
  }

  /** An address that can be connected to: a wildcard is this host. */
  public static InetSocketAddress reachable(InetSocketAddress address) {
    return address.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(
            address.getAddress() instanceof Inet6Address ? "::1" : "127.0.0.1", address.getPort())
        : address;
  }
}
