package io.postern.net;

import io.netty.channel.Channel;
import io.postern.relay.ReadAhead;
import io.postern.relay.Relay;
import io.postern.relay.RelayEnd;
import io.postern.relay.RelayLimits;
import io.postern.relay.RelaySettings;
import io.postern.relay.Traffic;
import io.postern.session.DataView;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one plain session: takes both channels out of Netty's hands, with what was read of
 * them, and has them relayed. On their event loop.
 */
final class PlainStream {

  private final End client;
  private final End server;
  private final RelaySettings settings;
  private final Traffic traffic;
  private final RelayLimits limits;
  private final Consumer<Carried> ended;
  private long begunNanos;
  private @Nullable Relay relay;
  private boolean over;

  /** One side. */
  record End(Channel channel, PlainLeg leg) {

    /** A channel that has closed meanwhile has no handlers any more. */
    void leaveHandlers() {
      if (channel.pipeline().context(leg) != null) {
        channel.pipeline().remove(leg);
      }
    }
  }

  /**
   * What came of it.
   *
   * @param begunNanos when the relay began
   */
  record Carried(RelayEnd.Cause cause, long toServer, long toClient, long begunNanos) {}

  private PlainStream(
      End client,
      End server,
      RelaySettings settings,
      Traffic traffic,
      RelayLimits limits,
      Consumer<Carried> ended) {
    this.client = client;
    this.server = server;
    this.settings = settings;
    this.traffic = traffic;
    this.limits = limits;
    this.ended = ended;
    this.begunNanos = System.nanoTime();
  }

  /**
   * Begins. The channels leave their handlers, and then the event loop where the relay reads
   * itself.
   *
   * @param traffic counts what is carried; the client is the left side
   * @param ended told once, unless the stream is {@link #abort aborted} before it flows
   */
  static PlainStream begin(
      End client,
      End server,
      RelaySettings settings,
      Traffic traffic,
      RelayLimits limits,
      Consumer<Carried> ended) {
    PlainStream stream = new PlainStream(client, server, settings, traffic, limits, ended);
    client.channel().config().setAutoRead(false);
    server.channel().config().setAutoRead(false);
    ReadAhead.stop(client.channel())
        .addListener(one -> ReadAhead.stop(server.channel()).addListener(other -> stream.start()));
    return stream;
  }

  /** How it stands now. */
  DataView view() {
    Relay flows = relay;
    DataView.State state = flows == null ? DataView.State.ACCEPTED : DataView.State.CONNECTED;
    return new DataView(0, "", state, "", "", "")
        .carrying(
            List.of(),
            client.leg().passedOn() + (flows == null ? 0 : flows.leftToRight()),
            server.leg().passedOn() + (flows == null ? 0 : flows.rightToLeft()),
            Duration.ofNanos(System.nanoTime() - begunNanos));
  }

  /** Resets both sides. */
  void abort() {
    if (relay != null) {
      relay.abort();
    } else {
      finish(new RelayEnd(RelayEnd.Cause.ABORTED, 0, 0, Duration.ZERO));
    }
  }

  private void start() {
    if (over) {
      return;
    }
    ReadAhead first = new ReadAhead(client.leg().take(), server.leg().take());
    client.leaveHandlers();
    server.leaveHandlers();
    begunNanos = System.nanoTime();
    Relay started =
        Relay.start(
            client.channel(), server.channel(), first, settings, traffic.counting(this::finish));
    relay = started;
    started.limit(limits);
  }

  private void finish(RelayEnd end) {
    if (!over) {
      over = true;
      ended.accept(
          new Carried(
              end.cause(),
              client.leg().passedOn() + end.leftToRight(),
              server.leg().passedOn() + end.rightToLeft(),
              begunNanos));
    }
  }
}
