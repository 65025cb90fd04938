package io.postern.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.postern.upstream.ServerView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /pools}: how the servers of pools stand, as JSON; and {@code /pools/POOL/SERVER/drain} and
 * {@code …/resume}, to take one out and back.
 */
final class PoolPages {

  static final String PATH = "/pools";

  private static final Logger LOG = LoggerFactory.getLogger(PoolPages.class);
  private static final String ONE = PATH + "/";
  private static final String DRAIN = "drain";
  private static final String RESUME = "resume";

  private final ServerPools pools;

  PoolPages(ServerPools pools) {
    this.pools = pools;
  }

  /** Whether the path is one of these. */
  static boolean has(String path) {
    return path.equals(PATH) || path.startsWith(ONE);
  }

  Answer answer(Request request) {
    if (request.path().equals(PATH)) {
      return request.isRead() ? list() : Answer.notAllowed("GET, HEAD");
    }
    return request.method().equals(HttpMethod.POST)
        ? change(request.path().substring(ONE.length()).split("/", -1))
        : Answer.notAllowed("POST");
  }

  private Answer list() {
    String all =
        pools.views().entrySet().stream()
            .map(PoolPages::json)
            .collect(Collectors.joining(",\n", "[", "]\n"));
    return new Answer(HttpResponseStatus.OK, Answer.JSON, all);
  }

  private static String json(Map.Entry<String, List<ServerView>> pool) {
    return pool.getValue().stream()
        .map(PoolPages::json)
        .collect(
            Collectors.joining(
                ",\n  ", "{\"pool\":\"" + pool.getKey() + "\",\"servers\":[\n  ", "]}"));
  }

  /** Names of pools and servers come from the settings: they have no quotation marks. */
  private static String json(ServerView view) {
    return String.format(
        Locale.ROOT,
        "{\"server\":\"%s\",\"state\":\"%s\",\"drained\":%b,\"sessions\":%d,\"limit\":%d,"
            + "\"share\":%.2f}",
        view.server(),
        view.state().name().toLowerCase(Locale.ROOT),
        view.draining(),
        view.sessions(),
        view.limit(),
        view.share());
  }

  private Answer change(String[] path) {
    if (path.length != 3 || !(path[2].equals(DRAIN) || path[2].equals(RESUME))) {
      return Answer.text(
          HttpResponseStatus.NOT_FOUND, "expected /pools/POOL/SERVER/drain or …/resume");
    }
    Optional<String> server = decoded(path[1]);
    boolean drained = path[2].equals(DRAIN);
    if (server.isEmpty() || !pools.drain(path[0], server.get(), drained)) {
      return Answer.text(HttpResponseStatus.NOT_FOUND, "no such server; GET /pools lists them");
    }
    LOG.info("pool {}: {} is {}", path[0], server.get(), drained ? "drained" : "taken back");
    return Answer.text(HttpResponseStatus.OK, drained ? "drained" : "resumed");
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(QueryStringDecoder.decodeComponent(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
