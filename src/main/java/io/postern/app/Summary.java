package io.postern.app;

import io.postern.config.AdminAddress;
import io.postern.config.Settings;
import io.postern.ftp.AddressLiteral;
import io.postern.net.ListenerProtocol;
import io.postern.net.ListenerSettings;
import io.postern.policy.RuleList;
import io.postern.session.TlsStance;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/** Settings in a few words. */
final class Summary {

  private Summary() {}

  /** One line. */
  static String of(Settings settings) {
    String listeners =
        settings.net().listeners().stream()
            .map(listener -> listener(listener, listener.port()))
            .collect(Collectors.joining("; "));
    return listeners
        + "; admin: "
        + settings.admin().listen().map(AdminAddress::toString).orElse("off")
        + "; audit: "
        + settings.audit().map(Path::toString).orElse("off");
  }

  /** Rules in one line. */
  static String of(RuleList rules) {
    int count = rules.rules().size();
    return count
        + (count == 1 ? " rule" : " rules")
        + ", default "
        + word(rules.otherwise().verdict());
  }

  /** Rule tests in one line. */
  static String of(int cases, int failed) {
    String all = cases + (cases == 1 ? " case" : " cases");
    return failed == 0 ? "ok; " + all : failed + " of " + all + " failed";
  }

  /**
   * One listener.
   *
   * @param port the real one
   */
  static String listener(ListenerSettings listener, int port) {
    return listener.name()
        + ": "
        + listener.address().map(Summary::bracketed).orElse("*")
        + ":"
        + port
        + server(listener)
        + tls(listener.session().tls())
        + (listener.protocol() == ListenerProtocol.FTP ? dataPorts(listener) : "");
  }

  private static String dataPorts(ListenerSettings listener) {
    return ", data ports "
        + listener.dataPorts()
        + listener.outsidePorts().map(ports -> " (outside " + ports + ")").orElse("");
  }

  private static String server(ListenerSettings listener) {
    return switch (listener.mode()) {
      case TRANSPARENT -> " transparent, " + word(listener.source());
      case FORWARD ->
          ", clients name the server"
              + (listener.session().entry().proxyLogin() ? " after a login here" : "");
      case REVERSE ->
          " in front of "
              + listener
                  .pool()
                  .map(pool -> "pool " + pool)
                  .orElseGet(() -> bracketed(listener.server()) + ":" + listener.serverPort());
    };
  }

  private static String tls(TlsStance stance) {
    if (stance.client() == TlsStance.Client.OPAQUE) {
      return ", TLS: opaque";
    }
    return stance.equals(TlsStance.NONE)
        ? ""
        : ", TLS: client " + word(stance.client()) + ", server " + word(stance.server());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String bracketed(InetAddress address) {
    return bracketed(AddressLiteral.format(address));
  }

  private static String bracketed(String host) {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }
}
