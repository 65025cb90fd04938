package io.postern.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import io.postern.event.ServerState;
import io.postern.relay.Transport;
import io.postern.upstream.HealthChange;
import io.postern.upstream.ProbeVerdict;
import io.postern.upstream.Probed;
import io.postern.upstream.Server;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Probes one server of a pool again and again, and tells the pool. On one event loop. */
final class HealthWatch {

  private final Transport transport;
  private final AddressBook names;
  private final EventSink sink;
  private final EventLoop loop;
  private final Upstream upstream;
  private final Server server;
  private final int sshLines;
  private @Nullable ScheduledFuture<?> next;
  private @Nullable Probe running;
  private boolean closed;

  HealthWatch(
      Transport transport,
      AddressBook names,
      EventSink sink,
      EventLoop loop,
      Upstream upstream,
      Server server,
      int sshLines) {
    this.transport = transport;
    this.names = names;
    this.sink = sink;
    this.loop = loop;
    this.upstream = upstream;
    this.server = server;
    this.sshLines = sshLines;
  }

  /** What is told of a change. */
  static GatewayEvent told(Upstream upstream, HealthChange change, String reason) {
    ServerState state =
        switch (change.to()) {
          case UP -> ServerState.UP;
          case PROBING -> ServerState.PROBING;
          case DOWN -> ServerState.DOWN;
        };
    return new GatewayEvent.PoolServerChanged(
        upstream.name(), change.server().toString(), state, reason);
  }

  /** Begins; the first probe comes at a time of its own. */
  void begin() {
    loop.execute(() -> schedule(upstream.pool().untilFirstProbe()));
  }

  /** Probes no more. */
  void close() {
    loop.execute(
        () -> {
          closed = true;
          if (next != null) {
            next.cancel(false);
          }
          if (running != null) {
            running.cancel();
          }
        });
  }

  private void schedule(Duration wait) {
    if (!closed) {
      next = loop.schedule(this::probe, wait.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void probe() {
    Probe probe =
        new Probe(transport, loop, upstream, names.addresses(server), sshLines, this::probed);
    running = probe;
    probe.begin();
  }

  private void probed(ProbeVerdict verdict) {
    if (closed) {
      return;
    }
    if (!verdict.passed()) {
      sink.publish(
          new GatewayEvent.ProbeFailed(upstream.name(), server.toString(), verdict.text()));
    }
    Probed result = upstream.pool().probed(server, verdict.passed(), System.nanoTime());
    result
        .change()
        .ifPresent(change -> sink.publish(told(upstream, change, "a probe: " + verdict.text())));
    schedule(result.untilNext());
  }
}
