package io.postern.pinhole.relay;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.postern.event.DataStats;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Network;
import io.postern.pinhole.Carried;
import io.postern.pinhole.PinholeBackend;
import io.postern.relay.RelaySettings;
import io.postern.relay.Traffic;
import io.postern.relay.Transparency;
import io.postern.relay.Transport;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pinholes in user space: a listener for each side that connects, which admits one peer, and a
 * relay behind it.
 */
public final class RelayBackend implements PinholeBackend {

  private final EventLoop loop;
  private final Transport transport;
  private final RelaySettings settings;
  private final Traffic traffic;
  private final List<Network> dataPeers;
  private final @Nullable DataTls tls;
  private final boolean transparent;

  /**
   * A backend for one session whose data connections are all in the clear; one that is to be
   * private fails.
   *
   * @param loop the session's event loop: listener and both legs live on it
   */
  public RelayBackend(EventLoop loop, Transport transport, RelaySettings settings) {
    this(loop, transport, settings, new Traffic(), List.of(), null, false);
  }

  /**
   * A backend for one session whose client is not hidden.
   *
   * @param loop the session's event loop: listener and both legs live on it
   * @param tls for the data connections that are to be private; null if there is none
   */
  public RelayBackend(
      EventLoop loop, Transport transport, RelaySettings settings, @Nullable DataTls tls) {
    this(loop, transport, settings, new Traffic(), List.of(), tls, false);
  }

  /**
   * A backend for one session.
   *
   * @param loop the session's event loop: listener and both legs live on it
   * @param traffic counts what the data connections carry; the client is the left side
   * @param dataPeers who may connect in the client's place, and then nobody else; empty means the
   *     client itself
   * @param tls for the data connections that are to be private; null if there is none
   * @param transparent whether the gateway's ends of data connections may have addresses of other
   *     hosts (see {@link Transparency})
   */
  public RelayBackend(
      EventLoop loop,
      Transport transport,
      RelaySettings settings,
      Traffic traffic,
      List<Network> dataPeers,
      @Nullable DataTls tls,
      boolean transparent) {
    this.loop = loop;
    this.transport = transport;
    this.settings = settings;
    this.traffic = traffic;
    this.dataPeers = List.copyOf(dataPeers);
    this.tls = tls;
    this.transparent = transparent;
  }

  @Override
  public String name() {
    return "relay";
  }

  @Override
  public Opening open(Expectation expectation, List<Endpoint> at, boolean held, Observer observer) {
    RelayOpening opening = new RelayOpening(this, expectation, at, held, observer);
    later(opening::start);
    return opening;
  }

  @Override
  public void later(Runnable task) {
    loop.execute(task);
  }

  /**
   * Relays a client's connection in the clear that came through a port that is open for it. On the
   * session's event loop.
   *
   * @param expectation says where it goes, and from where
   * @param peer a connection that no event loop has yet, as {@link PortRangeListener} gives it
   * @param ended told once, when it has ended, never from inside this call
   * @return what tells of it and resets it
   */
  public Carrying carry(Expectation expectation, SocketChannel peer, Consumer<DataStats> ended) {
    DataConnection data = new DataConnection(this, expectation, peer, null, new EndObserver(ended));
    data.protect(Protections.NONE);
    return new Carrying() {
      @Override
      public void reset() {
        data.abort();
      }

      @Override
      public Carried carried() {
        return data.carried();
      }
    };
  }

  /** A connection that is relayed. On the session's event loop. */
  public interface Carrying {

    /** Resets it; its end is told all the same. */
    void reset();

    /** What it has carried so far. */
    Carried carried();
  }

  /**
   * Whether a visitor is the expected peer, or who stands in front of it.
   *
   * @param ofClient whether it has come to where the client is expected: client and server may be
   *     one host, so that the sides themselves do not tell
   */
  boolean admits(Expectation.Accepts side, boolean ofClient, Endpoint visitor) {
    boolean hidden = ofClient && !dataPeers.isEmpty();
    return hidden
        ? dataPeers.stream().anyMatch(network -> network.contains(visitor.address()))
        : visitor.address().equals(new Endpoint(side.peer(), 0).address());
  }

  EventLoop loop() {
    return loop;
  }

  Transport transport() {
    return transport;
  }

  RelaySettings settings() {
    return settings;
  }

  Traffic traffic() {
    return traffic;
  }

  boolean transparent() {
    return transparent;
  }

  @Nullable DataTls tls() {
    return tls;
  }
}
