package io.postern.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.postern.event.EventSink;
import io.postern.event.GatewayEvent.OperatorActed;
import io.postern.event.SessionRef;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Network;
import io.postern.session.DataView;
import io.postern.session.SessionView;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /sessions}: who is there, as JSON; and {@code /sessions/ID/kick}, to end a session. */
final class SessionPages {

  static final String PATH = "/sessions";

  /** How many are listed unless {@code ?most=} says otherwise, and the most that it may say. */
  static final int USUAL = 1_000;

  static final int MOST = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(SessionPages.class);
  private static final String ONE = PATH + "/";
  private static final String KICK = "kick";

  private final LiveSessions sessions;
  private final EventSink sink;

  SessionPages(LiveSessions sessions, EventSink sink) {
    this.sessions = sessions;
    this.sink = sink;
  }

  /** Whether the path is one of these. */
  static boolean has(String path) {
    return path.equals(PATH) || path.startsWith(ONE);
  }

  Answer answer(Request request) {
    if (request.path().equals(PATH)) {
      return request.isRead() ? list(request) : Answer.notAllowed("GET, HEAD");
    }
    String[] path = request.path().substring(ONE.length()).split("/", -1);
    if (path.length != 2 || !path[1].equals(KICK)) {
      return Answer.text(HttpResponseStatus.NOT_FOUND, "expected /sessions/ID/kick");
    }
    return request.method().equals(HttpMethod.POST)
        ? kick(path[0], request)
        : Answer.notAllowed("POST");
  }

  private Answer kick(String id, Request request) {
    String reason = OperatorReason.of(request);
    if (!sessions.kick(id, OperatorReason.ended(reason))) {
      return Answer.text(HttpResponseStatus.NOT_FOUND, "no such session; GET /sessions lists them");
    }
    LOG.info("session {} is kicked", id);
    sink.publish(new OperatorActed(KICK, id, reason));
    return Answer.text(HttpResponseStatus.OK, "kicked");
  }

  private Answer list(Request request) {
    int most = request.number("most", USUAL);
    if (most < 1 || most > MOST) {
      return Answer.text(HttpResponseStatus.BAD_REQUEST, "most is a number from 1 to " + MOST);
    }
    Optional<Network> client = Network.parse(request.text("client"));
    if (client.isEmpty() && !request.text("client").isEmpty()) {
      return Answer.text(
          HttpResponseStatus.BAD_REQUEST,
          "client is an address, or a network such as 192.0.2.0/24");
    }
    Optional<String> user = Optional.of(request.text("user")).filter(name -> !name.isEmpty());
    LiveSessions.Listed listed = sessions.list(new LiveSessions.Wanted(most, client, user));
    String all =
        listed.sessions().stream()
            .map(SessionPages::json)
            .collect(
                Collectors.joining(
                    ",\n",
                    String.format(
                        Locale.ROOT,
                        "{\"total\":%d,\"silent\":%d,\"drained\":%b,\"sessions\":[",
                        listed.total(),
                        listed.silent(),
                        sessions.drained()),
                    "]}\n"));
    return new Answer(HttpResponseStatus.OK, Answer.JSON, all);
  }

  private static String json(SessionView view) {
    SessionRef ref = view.ref();
    StringBuilder out = new StringBuilder(256);
    text(out.append('{'), "id", ref.id());
    text(out.append(','), "listener", ref.listener());
    text(out.append(','), "protocol", view.protocol());
    text(out.append(','), "client", ref.client().toString());
    Endpoint server = ref.server();
    if (server != null) {
      text(out.append(','), "server", server.toString());
    }
    String user = ref.user();
    if (user != null) {
      text(out.append(','), "user", user);
    }
    text(out.append(','), "since", view.since().toString());
    text(out.append(','), "state", label(view.state()));
    text(out.append(','), "tls", tls(view));
    out.append(",\"commands\":").append(view.commands());
    if (!view.command().isEmpty()) {
      text(out.append(','), "verb", view.command());
      text(out.append(','), "argument", view.argument());
      out.append(",\"waitingMs\":").append(view.waiting().toMillis());
    }
    return view.data().stream()
        .map(SessionPages::json)
        .collect(Collectors.joining(",", out + ",\"data\":[", "]}"));
  }

  private static String json(DataView data) {
    StringBuilder out = new StringBuilder(256);
    out.append("{\"id\":").append(data.id());
    text(out.append(','), "state", label(data.state()));
    filled(out, "mode", data.mode());
    out.append(
        data.listening().stream()
            .map(at -> JsonText.quoted(at.toString()))
            .collect(Collectors.joining(",", ",\"listening\":[", "]")));
    filled(out, "verb", data.verb());
    filled(out, "path", data.path());
    filled(out, "direction", data.direction());
    return out.append(",\"bytesToServer\":")
        .append(data.toServer())
        .append(",\"bytesToClient\":")
        .append(data.toClient())
        .append(",\"lastedMs\":")
        .append(data.lasted().toMillis())
        .append(",\"bytesPerSecond\":")
        .append(data.bytesPerSecond())
        .append('}')
        .toString();
  }

  private static void filled(StringBuilder out, String key, String value) {
    if (!value.isEmpty()) {
      text(out.append(','), key, value);
    }
  }

  private static void text(StringBuilder out, String key, String value) {
    out.append('"').append(key).append("\":").append(JsonText.quoted(value));
  }

  private static String tls(SessionView view) {
    if (view.clientTls()) {
      return view.serverTls() ? "both" : "client";
    }
    return view.serverTls() ? "server" : "none";
  }

  private static String label(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
