package io.postern.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each path answers. */
final class Pages {

  private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
  private static final String INDEX =
      """
      Postern's admin port
      /metrics  counters, gauges and histograms for Prometheus
      /healthz  200 while the process lives
      /readyz   200 while the listeners accept, 503 with the reason otherwise
      /sessions who is there, as JSON (?client=NETWORK &user=NAME &most=N); POST /sessions/ID/kick ends a session
      /bans     who is banned, as JSON; POST /bans/ADDRESS?seconds= bans, DELETE /bans/ADDRESS lifts
      /pools    the servers of pools, as JSON; POST /pools/POOL/SERVER/drain and .../resume
      /gateway  the version; POST /gateway/drain takes no new sessions, .../resume does again
      /reload   POST reads rules and certificates again: 200, or 422 with every mistake
      What is no GET is answered to this host, or to who has the token; a POST needs the header
      Postern-Admin: 1, which no web page can send.
      """;

  private static final String METRICS_INDEX =
      """
      Postern's metrics: /metrics, /healthz and /readyz. All else is on the admin port.
      """;

  private static final String RELOAD = "/reload";

  private final Views views;
  private final BanPages bans;
  private final PoolPages pools;
  private final SessionPages sessions;
  private final GatewayPages gateway;
  private final boolean readOnly;

  private Pages(Views views, boolean readOnly) {
    this.views = views;
    this.readOnly = readOnly;
    this.bans = new BanPages(views);
    this.pools = new PoolPages(views.pools());
    this.sessions = new SessionPages(views.sessions(), views.sink());
    this.gateway = new GatewayPages(views);
  }

  /** All of them. */
  static Pages all(Views views) {
    return new Pages(views, false);
  }

  /** Metrics and health alone. */
  static Pages readOnly(Views views) {
    return new Pages(views, true);
  }

  /** The answer. A fault of what a page asks is answered with 500, and logged. */
  Answer answer(Request request) {
    try {
      if (readOnly) {
        return read(request);
      }
      if (request.path().equals(RELOAD)) {
        return reload(request);
      }
      if (PoolPages.has(request.path())) {
        return pools.answer(request);
      }
      if (SessionPages.has(request.path())) {
        return sessions.answer(request);
      }
      if (GatewayPages.has(request.path())) {
        return gateway.answer(request);
      }
      return BanPages.has(request.path()) ? bans.answer(request) : read(request);
    } catch (RuntimeException e) {
      LOG.error("The admin port could not answer", e);
      return Answer.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "failed; the log says why");
    }
  }

  private Answer read(Request request) {
    if (!request.isRead()) {
      return Answer.notAllowed("GET, HEAD");
    }
    return switch (request.path()) {
      case "/" -> new Answer(HttpResponseStatus.OK, Answer.TEXT, readOnly ? METRICS_INDEX : INDEX);
      case "/metrics" -> metrics(Metrics.contentType(request.accept()));
      case "/healthz" -> Answer.text(HttpResponseStatus.OK, "ok");
      case "/readyz" -> ready();
      default -> Answer.text(HttpResponseStatus.NOT_FOUND, "no such page; / lists them");
    };
  }

  private Answer metrics(String contentType) {
    return new Answer(HttpResponseStatus.OK, contentType, views.scrape().apply(contentType));
  }

  private Answer reload(Request request) {
    return request.method().equals(HttpMethod.POST)
        ? views.reload().get().map(Pages::reloaded).orElseGet(Pages::nothing)
        : Answer.notAllowed("POST");
  }

  private static Answer reloaded(Reload reload) {
    return reload.mistakes().isEmpty()
        ? new Answer(HttpResponseStatus.OK, Answer.JSON, json(reload.inForce()))
        : Answer.text(
            HttpResponseStatus.UNPROCESSABLE_ENTITY, String.join("\n", reload.mistakes()));
  }

  private static String json(Map<String, Long> numbers) {
    return numbers.entrySet().stream()
        .map(number -> "\"" + number.getKey() + "\":" + number.getValue())
        .collect(Collectors.joining(",", "{", "}\n"));
  }

  private static Answer nothing() {
    return Answer.text(
        HttpResponseStatus.CONFLICT,
        "there is nothing to read again: neither rules.file nor a listener's tls.keys is set");
  }

  private Answer ready() {
    return views
        .notReady()
        .get()
        .map(reason -> Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, reason))
        .orElseGet(() -> Answer.text(HttpResponseStatus.OK, "ready"));
  }
}
