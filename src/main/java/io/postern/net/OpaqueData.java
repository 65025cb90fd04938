package io.postern.net;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.ftp.Endpoint;
import io.postern.pinhole.PortRange;
import io.postern.pinhole.relay.PortRangeListener;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The opaque data ports of a listener at one address: open while a blind session lives that came in
 * there, and only for the addresses of such sessions. Its state lives on one event loop; the data
 * connections live on those of the sessions that carry them. The methods may be called on any
 * thread.
 */
final class OpaqueData implements PortRangeListener.Visitors {

  private static final Logger LOG = LoggerFactory.getLogger(OpaqueData.class);

  private final EventLoop loop;
  private final InetAddress address;
  private final PortRange range;
  private final ListenerSettings settings;
  private final Door.Shared shared;
  private final Map<InetAddress, BlindClient> clients = new HashMap<>();

  /** Those that are to be told that the ports stand. */
  private final List<BlindSession> waiting = new ArrayList<>();

  private @Nullable PortRangeListener listener;

  /** Those that could not be opened the last time: no need to warn of the same ones each time. */
  private String lastMissing = "";

  /** What sessions are told of the ports that stand; null until they do. */
  private @Nullable String open;

  OpaqueData(
      EventLoop loop,
      InetAddress address,
      PortRange range,
      ListenerSettings settings,
      Door.Shared shared) {
    this.loop = loop;
    this.address = address;
    this.range = range;
    this.settings = settings;
    this.shared = shared;
  }

  /** A session is about to go blind; it is told when the ports stand. */
  void enter(BlindSession session) {
    later(() -> entered(session));
  }

  /** A session that entered is over, or goes blind no more. */
  void leave(BlindSession session) {
    later(() -> left(session));
  }

  /** A data connection that the session carried has ended. */
  void ended(BlindSession session) {
    later(() -> over(session));
  }

  /** The session was over before it could take the connection. */
  void refused(BlindSession session, SocketChannel channel, Endpoint visitor, Endpoint listening) {
    later(
        () -> {
          over(session);
          came(channel, visitor, listening);
        });
  }

  @Override
  public void opened(List<Integer> missing, String why) {
    String lost = PortList.text(missing);
    if (!lost.isEmpty() && !lost.equals(lastMissing)) {
      LOG.warn(
          "listener {}: can't open the opaque data ports {} at {}: {}",
          settings.name(),
          lost,
          address.getHostAddress(),
          why);
    }
    lastMissing = lost;
    open = missing.size() == range.size() ? "" : range.toString();
    publish(
        new GatewayEvent.OpaquePortsOpened(settings.name(), address, range.toString(), lost, why));
    waiting.forEach(session -> session.opened(open));
    waiting.clear();
  }

  @Override
  public void came(SocketChannel channel, Endpoint visitor, Endpoint listening) {
    BlindClient client = clients.get(visitor.address());
    if (client == null || !client.isBlind()) {
      PortRangeListener.turnAway(channel);
      publish(new GatewayEvent.OpaqueDataBlocked(settings.name(), visitor, listening));
      return;
    }
    BlindSession session = client.newest();
    int most = settings.session().limits().dataConnections() * client.sessions();
    if (client.running() >= most) {
      refuse(channel, session, Limit.DATA_CONNECTIONS_PER_SESSION, "data connections: " + most);
    } else if (!shared.pinholes().enter()) {
      refuse(channel, session, Limit.PINHOLES, "too many pinholes");
    } else {
      client.began(session);
      session.take(channel, visitor, listening);
    }
  }

  private void refuse(SocketChannel channel, BlindSession session, Limit limit, String detail) {
    PortRangeListener.turnAway(channel);
    publish(new GatewayEvent.LimitHit(session.ref(), limit, detail));
  }

  private void entered(BlindSession session) {
    clients.computeIfAbsent(session.client(), key -> new BlindClient()).enter(session);
    if (open != null) {
      session.opened(open);
      return;
    }
    waiting.add(session);
    if (listener == null) {
      listener = new PortRangeListener(loop, shared.transport(), address, range, this);
      listener.open();
    }
  }

  private void left(BlindSession session) {
    BlindClient client = clients.get(session.client());
    waiting.remove(session);
    if (client == null) {
      return;
    }
    client.leave(session);
    if (!client.isBlind() && !forgotten(session.client(), client)) {
      long nanos = settings.session().timeouts().drain().toNanos();
      client.drainUntil(loop.schedule(client::drained, nanos, TimeUnit.NANOSECONDS));
    }
    if (clients.values().stream().noneMatch(BlindClient::isBlind)) {
      close();
    }
  }

  private void over(BlindSession session) {
    shared.pinholes().leave();
    BlindClient client = clients.get(session.client());
    if (client != null) {
      client.ended(session);
      forgotten(session.client(), client);
    }
  }

  /** Nothing is kept of a client that has neither sessions nor data connections. */
  private boolean forgotten(InetAddress key, BlindClient client) {
    boolean gone = !client.isBlind() && client.running() == 0;
    if (gone) {
      client.stopDraining();
      clients.remove(key);
    }
    return gone;
  }

  private void close() {
    if (listener == null) {
      return;
    }
    listener.close();
    listener = null;
    if (open != null) {
      open = null;
      publish(new GatewayEvent.OpaquePortsClosed(settings.name(), address, range.toString()));
    }
  }

  private void publish(GatewayEvent event) {
    shared.sink().publish(event);
  }

  private void later(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("the gateway has stopped, and with it the event loop has closed all ports", e);
    }
  }
}
