package io.postern.net;

import io.netty.channel.EventLoop;
import io.postern.event.SessionRef;
import io.postern.pinhole.PortRange;
import io.postern.pinhole.relay.RelayBackend;
import io.postern.session.Action;
import io.postern.session.Input;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The opaque data ports of one listener: apart for each of its addresses that blind sessions came
 * in at. Thread-safe.
 */
final class OpaquePorts {

  private final ListenerSettings settings;
  private final Door.Shared shared;
  private final Optional<PortRange> range;

  /** An address stays once it is there: it is one of the machine's own. */
  private final Map<InetAddress, OpaqueData> byAddress = new ConcurrentHashMap<>();

  OpaquePorts(ListenerSettings settings, Door.Shared shared) {
    this.settings = settings;
    this.shared = shared;
    this.range = settings.opaqueDataPorts();
  }

  /**
   * Opens the ports for a session that is about to go blind; it is told when they stand.
   *
   * @param loop the session's
   * @param told takes the inputs of the session, on its event loop
   * @return the session's part in them; null if there are no such ports
   */
  @Nullable BlindSession enter(
      SessionRef session, Action.OpenOpaquePorts wanted, EventLoop loop, Consumer<Input> told) {
    if (range.isEmpty()) {
      return null;
    }
    OpaqueData data =
        byAddress.computeIfAbsent(
            wanted.listenAddress(),
            address -> new OpaqueData(loop, address, range.get(), settings, shared));
    RelayBackend backend =
        new RelayBackend(
            loop,
            shared.transport(),
            shared.relay(),
            shared.traffic(settings.name()),
            List.of(),
            null,
            false);
    BlindSession blind =
        new BlindSession(
            session, wanted, data, backend, shared.sink(), shared.ids()::nextExpectation, told);
    data.enter(blind);
    return blind;
  }
}
