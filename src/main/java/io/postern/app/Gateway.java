package io.postern.app;

import io.postern.config.Settings;
import io.postern.ftp.Endpoint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A running gateway: everything wired, started in order, stopped in reverse. */
public final class Gateway implements AutoCloseable {

  private Gateway() {}

  /**
   * Starts listening.
   *
   * @throws IOException if an address can't be listened on; the message is one line that says which
   *     and why; nothing is left running
   */
  public static Gateway start(Settings settings) throws IOException {
    if (settings.net().listeners().isEmpty()) {
      throw new IOException("no listeners");
    }
    return new Gateway();
  }

  /** Where the listeners listen, in the order of the settings, with the real ports. */
  public List<Endpoint> listening() {
    return List.of();
  }

  /** Where the admin port listens. */
  public Optional<Endpoint> admin() {
    return Optional.empty();
  }

  /**
   * Stops in order: no new sessions, running transfers end or reach {@code timeouts.stop}, then
   * everything closes. Blocks until then. Idempotent.
   */
  @Override
  public void close() {}
}
