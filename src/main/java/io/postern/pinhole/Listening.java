package io.postern.pinhole;

import io.postern.ftp.Endpoint;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a pinhole listens: for each side that connects to the gateway, at a port of its own.
 *
 * @param forClient where the client may connect to; null if the gateway connects to it
 * @param forServer where the server may connect to; null if the gateway connects to it
 */
public record Listening(@Nullable Endpoint forClient, @Nullable Endpoint forServer) {

  /** Nowhere: the gateway connects to both. */
  public static final Listening NOWHERE = new Listening(null, null);

  /** All of them, the client's first; none, one or two. */
  public List<Endpoint> all() {
    return Stream.of(forClient, forServer).filter(Objects::nonNull).toList();
  }
}
