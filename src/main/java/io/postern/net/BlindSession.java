package io.postern.net;

import io.netty.channel.socket.SocketChannel;
import io.postern.event.DataStats;
import io.postern.event.EventSink;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.event.SessionRef;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Verb;
import io.postern.pinhole.Carried;
import io.postern.pinhole.relay.RelayBackend;
import io.postern.session.Action;
import io.postern.session.DataView;
import io.postern.session.Input;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A blind session's part in its listener's opaque data ports: the data connections that it carries.
 * {@link OpaqueData} picks them from those of the client's address; they may be another's of the
 * client's sessions. Lives on the session's event loop.
 */
final class BlindSession {

  private final SessionRef ref;
  private final Action.OpenOpaquePorts wanted;
  private final OpaqueData data;
  private final RelayBackend backend;
  private final EventSink sink;
  private final LongSupplier ids;
  private final Consumer<Input> told;
  private final Map<Long, RelayBackend.Carrying> connections = new LinkedHashMap<>(2);
  private int ofClient;
  private boolean left;

  BlindSession(
      SessionRef ref,
      Action.OpenOpaquePorts wanted,
      OpaqueData data,
      RelayBackend backend,
      EventSink sink,
      LongSupplier ids,
      Consumer<Input> told) {
    this.ref = ref;
    this.wanted = wanted;
    this.data = data;
    this.backend = backend;
    this.sink = sink;
    this.ids = ids;
    this.told = told;
  }

  /** Any thread. */
  SessionRef ref() {
    return ref;
  }

  /** The address that may connect. Any thread. */
  InetAddress client() {
    return wanted.peer();
  }

  /** The ports stand. Any thread. */
  void opened(String ports) {
    backend.later(() -> told.accept(new Input.OpaquePortsOpened(ports)));
  }

  /** So many data connections of the client's address run now. Any thread. */
  void counted(int running) {
    backend.later(
        () -> {
          ofClient = running;
          tell();
        });
  }

  /** Takes a data connection, unless it is over. Any thread. */
  void take(SocketChannel channel, Endpoint visitor, Endpoint listening) {
    backend.later(
        () -> {
          if (left) {
            data.refused(this, channel, visitor, listening);
          } else {
            carry(channel, visitor, listening);
          }
        });
  }

  /** The last of the client's blind sessions is over, and so is the time to end. Any thread. */
  void drained() {
    backend.later(
        () -> {
          if (connections.isEmpty()) {
            return;
          }
          sink.publish(
              new GatewayEvent.LimitHit(
                  ref, Limit.DRAIN_TIMEOUT, "the data connection outlived its control channel"));
          abort();
        });
  }

  /** The session's end begins: it takes nothing more. What it carries may run on. */
  void leave() {
    if (!left) {
      left = true;
      data.leave(this);
    }
  }

  /** Resets what it carries. */
  void abort() {
    List.copyOf(connections.values()).forEach(RelayBackend.Carrying::reset);
  }

  /** What it carries now. */
  List<DataView> views() {
    return connections.entrySet().stream()
        .map(each -> view(each.getKey(), each.getValue().carried()))
        .toList();
  }

  private static DataView view(long id, Carried so) {
    return new DataView(id, "passive", DataView.State.CONNECTED, "", "", "")
        .carrying(List.of(), so.toServer(), so.toClient(), so.lasted());
  }

  private void carry(SocketChannel channel, Endpoint visitor, Endpoint listening) {
    long id = ids.getAsLong();
    Expectation expectation = expectation(id, listening.port());
    sink.publish(
        new GatewayEvent.OpaqueDataOpened(
            ref, id, visitor, listening, new Endpoint(wanted.target(), listening.port())));
    RelayBackend.Carrying carrying =
        backend.carry(expectation, channel, stats -> ended(id, visitor, listening, stats));
    connections.put(id, carrying);
    tell();
  }

  /** Every data connection goes to the server on the very port that it came in on. */
  private Expectation expectation(long id, int port) {
    return Expectation.passedOn(
        id,
        DataMode.PASSIVE,
        new Expectation.Accepts(wanted.peer(), wanted.listenAddress()),
        new Expectation.Connects(new Endpoint(wanted.target(), port), wanted.source()),
        Verb.OTHER);
  }

  private void ended(long id, Endpoint visitor, Endpoint listening, DataStats stats) {
    connections.remove(id);
    sink.publish(new GatewayEvent.OpaqueDataClosed(ref, id, visitor, listening, stats));
    data.ended(this);
    tell();
  }

  private void tell() {
    told.accept(new Input.OpaqueData(ofClient, connections.size()));
  }
}
