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
      /reload   POST reads the rules again: 200, or 422 with every mistake
      """;

  private final UnaryOperator<String> scrape;
  private static final String RELOAD = "/reload";

  private final Supplier<Optional<String>> notReady;
  private final Supplier<Optional<Reload>> reload;

  Pages(
      UnaryOperator<String> scrape,
      Supplier<Optional<String>> notReady,
      Supplier<Optional<Reload>> reload) {
    this.scrape = scrape;
    this.notReady = notReady;
    this.reload = reload;
  }

  /** Whether asking for a path changes something: only POST may, and no web page. */
  static boolean isAction(String path) {
    return path.equals(RELOAD);
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
        case RELOAD -> reload.get().map(Pages::reloaded).orElseGet(Pages::noRules);
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

  private static Answer reloaded(Reload reload) {
    return reload.mistakes().isEmpty()
        ? new Answer(
            HttpResponseStatus.OK,
            Answer.JSON,
            "{\"generation\":" + reload.generation() + ",\"rules\":" + reload.rules() + "}\n")
        : Answer.text(
            HttpResponseStatus.UNPROCESSABLE_ENTITY, String.join("\n", reload.mistakes()));
  }

  private static Answer noRules() {
    return Answer.text(HttpResponseStatus.CONFLICT, "there are no rules; rules.file names them");
  }

  private Answer ready() {
    return notReady
        .get()
        .map(reason -> Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, reason))
        .orElseGet(() -> Answer.text(HttpResponseStatus.OK, "ready"));
  }
}
