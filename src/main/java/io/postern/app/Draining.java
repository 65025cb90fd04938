package io.postern.app;

import io.postern.operator.AdminClient;
import io.postern.operator.AdminFault;
import io.postern.operator.JsonNode;
import io.postern.operator.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Drains a server of a pool or the whole gateway, or takes it back. */
final class Draining {

  private final AdminClient client;
  private final AdminOptions options;

  /** A server of a pool. */
  private record Found(String pool, String server) {

    boolean isNamed(String name) {
      int colon = server.lastIndexOf(':');
      String host = colon < 0 ? server : server.substring(0, colon);
      return name.equals(server)
          || name.equals(host)
          || name.equals(pool + "/" + server)
          || name.equals(pool + "/" + host);
    }
  }

  Draining(AdminClient client, AdminOptions options) {
    this.client = client;
    this.options = options;
  }

  /**
   * Does it.
   *
   * @param server null means the gateway
   * @param word {@code drain} or {@code resume}
   */
  int run(@Nullable String server, String word) throws AdminFault {
    boolean drained = word.equals("drain");
    if (server == null) {
      client.post("/gateway/" + word);
      options.print(
          drained ? "the gateway takes no new sessions" : "the gateway takes new sessions",
          "{\"gateway\":true,\"drained\":" + drained + "}");
      return ExitCodes.OK;
    }
    List<Found> done = new ArrayList<>();
    try {
      for (Found each : find(server)) {
        client.post(
            "/pools/" + each.pool() + "/" + AdminClient.encoded(each.server()) + "/" + word);
        done.add(each);
      }
      return ExitCodes.OK;
    } finally {
      // Also when one of several fails: what is done stays done.
      if (!done.isEmpty()) {
        tell(done, drained);
      }
    }
  }

  private void tell(List<Found> done, boolean drained) {
    options.print(
        done.stream()
            .map(each -> (drained ? "drained " : "took back ") + each.pool() + "/" + each.server())
            .collect(Collectors.joining(System.lineSeparator())),
        done.stream().map(each -> json(each, drained)).collect(Collectors.joining(",", "[", "]")));
  }

  private static String json(Found found, boolean drained) {
    return "{\"pool\":"
        + AdminOptions.quoted(found.pool())
        + ",\"server\":"
        + AdminOptions.quoted(found.server())
        + ",\"drained\":"
        + drained
        + "}";
  }

  private List<Found> find(String name) throws AdminFault {
    List<Found> all = new ArrayList<>();
    for (JsonNode pool : JsonNode.parse(client.get("/pools").body()).items()) {
      for (JsonNode server : pool.at("servers").items()) {
        all.add(new Found(pool.text("pool"), server.text("server")));
      }
    }
    List<Found> named = all.stream().filter(each -> each.isNamed(name)).toList();
    if (named.isEmpty()) {
      throw new AdminFault(
          AdminFault.Kind.REFUSED,
          "no pool has a server " + TerminalText.clean(name) + "; there are: " + names(all));
    }
    return named;
  }

  private static String names(List<Found> all) {
    return all.isEmpty()
        ? "none"
        : all.stream()
            .map(each -> TerminalText.clean(each.pool() + "/" + each.server()))
            .collect(Collectors.joining(", "));
  }
}
