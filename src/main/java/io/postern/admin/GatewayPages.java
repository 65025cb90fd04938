package io.postern.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.postern.event.EventSink;
import io.postern.event.GatewayEvent.OperatorActed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /gateway}: how the whole gateway stands; drained, it takes no new sessions. */
final class GatewayPages {

  static final String PATH = "/gateway";

  private static final Logger LOG = LoggerFactory.getLogger(GatewayPages.class);
  private static final String DRAIN = PATH + "/drain";
  private static final String RESUME = PATH + "/resume";

  private final Views views;
  private final EventSink sink;

  GatewayPages(Views views) {
    this.views = views;
    this.sink = views.sink();
  }

  /** Whether the path is one of these. */
  static boolean has(String path) {
    return path.equals(PATH) || path.startsWith(PATH + "/");
  }

  Answer answer(Request request) {
    return switch (request.path()) {
      case PATH -> request.isRead() ? tell() : Answer.notAllowed("GET, HEAD");
      case DRAIN, RESUME ->
          request.method().equals(HttpMethod.POST)
              ? drain(request.path().equals(DRAIN))
              : Answer.notAllowed("POST");
      default ->
          Answer.text(HttpResponseStatus.NOT_FOUND, "expected /gateway/drain or /gateway/resume");
    };
  }

  private Answer tell() {
    return new Answer(
        HttpResponseStatus.OK,
        Answer.JSON,
        "{\"version\":%s,\"drained\":%b}\n"
            .formatted(JsonText.quoted(views.version()), views.sessions().drained()));
  }

  private Answer drain(boolean wanted) {
    boolean changed = views.sessions().drain(wanted);
    if (views.sessions().drained() != wanted) {
      return Answer.text(
          HttpResponseStatus.SERVICE_UNAVAILABLE,
          "the gateway is still starting, and would not be drained then; ask again");
    }
    if (changed) {
      LOG.info(wanted ? "drained: no new sessions" : "new sessions are taken again");
      sink.publish(new OperatorActed(wanted ? "drain" : "resume", "gateway", ""));
    }
    return Answer.text(HttpResponseStatus.OK, wanted ? "drained" : "resumed");
  }
}
