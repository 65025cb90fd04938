package io.postern.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Network;
import io.postern.quota.Bans;
import java.net.InetAddress;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /bans}: who is banned, as JSON; and {@code /bans/ADDRESS}, to lift a ban. */
final class BanPages {

  static final String PATH = "/bans";

  /** The most that are listed; the gauge tells how many there are. */
  static final int MOST = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(BanPages.class);
  private static final String ONE = PATH + "/";
  private static final int WHOLE_IPV4 = 32;

  private final Bans bans;

  BanPages(Bans bans) {
    this.bans = bans;
  }

  /** Whether the path is one of these. */
  static boolean has(String path) {
    return path.equals(PATH) || path.startsWith(ONE);
  }

  Answer answer(Request request) {
    if (request.path().equals(PATH)) {
      return request.isRead() ? list() : Answer.notAllowed("GET, HEAD");
    }
    return request.method().equals(HttpMethod.DELETE)
        ? lift(request.path().substring(ONE.length()))
        : Answer.notAllowed("DELETE");
  }

  private Answer list() {
    String items =
        bans.longest(MOST).stream()
            .map(BanPages::json)
            .collect(Collectors.joining(",\n", "[", "]"));
    return new Answer(HttpResponseStatus.OK, Answer.JSON, items + "\n");
  }

  private static String json(Bans.Ban ban) {
    return "{\"address\":\"%s\",\"rule\":\"%s\",\"secondsLeft\":%d}"
        .formatted(text(ban.client()), escaped(ban.rule()), ban.left().toSeconds());
  }

  private static String text(Network client) {
    return client.prefix() == WHOLE_IPV4
        ? AddressLiteral.format(client.address())
        : client.toString();
  }

  /** RFC 8259 section 7; what is not ASCII too, as nobody expects it in a rule's id. */
  private static String escaped(String text) {
    return text.chars()
        .mapToObj(
            c ->
                c < ' ' || c == '"' || c == '\\' || c > '~'
                    ? "\\u%04x".formatted(c)
                    : String.valueOf((char) c))
        .collect(Collectors.joining());
  }

  private Answer lift(String encoded) {
    Optional<InetAddress> client = client(encoded);
    if (client.isEmpty()) {
      return Answer.text(HttpResponseStatus.BAD_REQUEST, "not an address");
    }
    if (!bans.lift(client.get())) {
      return Answer.text(HttpResponseStatus.NOT_FOUND, "not banned");
    }
    LOG.info("the ban of {} was lifted", text(Network.ofClient(client.get())));
    return Answer.text(HttpResponseStatus.OK, "lifted");
  }

  /** An address, or a /64 as the list names it. */
  private static Optional<InetAddress> client(String encoded) {
    String text;
    try {
      text = QueryStringDecoder.decodeComponent(encoded);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return AddressLiteral.parse(text)
        .or(() -> Network.parse(text).filter(BanPages::isClient).map(Network::address));
  }

  private static boolean isClient(Network network) {
    return network.equals(Network.ofClient(network.address()));
  }
}
