package io.postern.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.postern.event.EventSink;
import io.postern.event.GatewayEvent.OperatorActed;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Network;
import io.postern.quota.Bans;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /bans}: who is banned, as JSON; and {@code /bans/ADDRESS}, to ban and to lift it. */
final class BanPages {

  static final String PATH = "/bans";

  /** The most that are listed; the gauge tells how many there are. */
  static final int MOST = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(BanPages.class);
  private static final String ONE = PATH + "/";
  private static final int WHOLE_IPV4 = 32;
  private static final int USUAL_SECONDS = 3_600;
  private static final int MOST_SECONDS = 366 * 86_400;

  private final Bans bans;
  private final LiveSessions sessions;
  private final EventSink sink;

  BanPages(Views views) {
    this.bans = views.bans();
    this.sessions = views.sessions();
    this.sink = views.sink();
  }

  /** Whether the path is one of these. */
  static boolean has(String path) {
    return path.equals(PATH) || path.startsWith(ONE);
  }

  Answer answer(Request request) {
    if (request.path().equals(PATH)) {
      return request.isRead() ? list() : Answer.notAllowed("GET, HEAD");
    }
    String client = request.path().substring(ONE.length());
    if (request.method().equals(HttpMethod.POST)) {
      return ban(client, request);
    }
    return request.method().equals(HttpMethod.DELETE)
        ? lift(client)
        : Answer.notAllowed("POST, DELETE");
  }

  private Answer list() {
    String items =
        bans.longest(MOST).stream()
            .map(BanPages::json)
            .collect(Collectors.joining(",\n", "[", "]"));
    return new Answer(HttpResponseStatus.OK, Answer.JSON, items + "\n");
  }

  private static String json(Bans.Ban ban) {
    return String.format(
        Locale.ROOT,
        "{\"address\":\"%s\",\"rule\":%s,\"secondsLeft\":%d}",
        text(ban.client()),
        JsonText.quoted(ban.rule()),
        ban.left().toSeconds());
  }

  private static String text(Network client) {
    return client.prefix() == WHOLE_IPV4
        ? AddressLiteral.format(client.address())
        : client.toString();
  }

  /** {@code ?seconds=}, {@code &reason=}, and {@code &kick=true} to end its sessions too. */
  private Answer ban(String encoded, Request request) {
    Optional<InetAddress> client = client(encoded);
    if (client.isEmpty()) {
      return Answer.text(HttpResponseStatus.BAD_REQUEST, "not an address");
    }
    int seconds = request.number("seconds", USUAL_SECONDS);
    if (seconds < 1 || seconds > MOST_SECONDS) {
      return Answer.text(
          HttpResponseStatus.BAD_REQUEST, "seconds is a number from 1 to " + MOST_SECONDS);
    }
    Network banned = Network.ofClient(client.get());
    String reason = OperatorReason.of(request);
    if (!bans.ban(banned, Duration.ofSeconds(seconds))) {
      return Answer.text(
          HttpResponseStatus.INSUFFICIENT_STORAGE,
          "not banned: operators have made too many bans; lift some, or deny the clients by a rule");
    }
    int kicked =
        request.text("kick").equals("true")
            ? sessions.kick(banned, OperatorReason.ended(reason))
            : 0;
    LOG.info("{} is banned for {} seconds, {} sessions kicked", text(banned), seconds, kicked);
    sink.publish(new OperatorActed("ban", text(banned), detail(seconds, kicked, reason)));
    return new Answer(
        HttpResponseStatus.OK,
        Answer.JSON,
        String.format(
            Locale.ROOT,
            "{\"address\":\"%s\",\"secondsLeft\":%d,\"kicked\":%d}\n",
            text(banned),
            seconds,
            kicked));
  }

  private static String detail(int seconds, int kicked, String reason) {
    return "for "
        + seconds
        + "s"
        + (kicked > 0 ? ", " + kicked + " sessions kicked" : "")
        + (reason.isEmpty() ? "" : ": " + reason);
  }

  private Answer lift(String encoded) {
    Optional<InetAddress> client = client(encoded);
    if (client.isEmpty()) {
      return Answer.text(HttpResponseStatus.BAD_REQUEST, "not an address");
    }
    if (!bans.lift(client.get())) {
      return Answer.text(HttpResponseStatus.NOT_FOUND, "not banned");
    }
    String told = text(Network.ofClient(client.get()));
    LOG.info("the ban of {} was lifted", told);
    sink.publish(new OperatorActed("unban", told, ""));
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
