package io.postern.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
      """;

  private final UnaryOperator<String> scrape;
  private final Supplier<Optional<String>> notReady;

  Pages(UnaryOperator<String> scrape, Supplier<Optional<String>> notReady) {
    this.scrape = scrape;
    this.notReady = notReady;
  }

  /**
   * The answer for a path. A fault of what a page asks is answered with 500, and logged.
   *
   * @param path without its query
   * @param accept the Accept header; empty if there was none
   */
  Answer answer(String path, String accept) {
    try {
      return switch (path) {
        case "/" -> new Answer(HttpResponseStatus.OK, Answer.TEXT, INDEX);
        case "/metrics" -> metrics(Metrics.contentType(accept));
        case "/healthz" -> Answer.text(HttpResponseStatus.OK, "ok");
        case "/readyz" -> ready();
        default -> Answer.text(HttpResponseStatus.NOT_FOUND, "no such page; / lists them");
      };
    } catch (RuntimeException e) {
      LOG.error("The admin port could not answer", e);
      return Answer.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "failed; the log says why");
    }
  }

  private Answer metrics(String contentType) {
    return new Answer(HttpResponseStatus.OK, contentType, scrape.apply(contentType));
  }

  private Answer ready() {
    return notReady
        .get()
        .map(reason -> Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, reason))
        .orElseGet(() -> Answer.text(HttpResponseStatus.OK, "ready"));
  }
}
