package io.postern.net;

import io.postern.session.Action;
import io.postern.session.DataView;
import io.postern.session.Input;
import io.postern.session.Input.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Performs what the core of one session asks for: on its legs, its pinholes and its listener's
 * opaque data ports. Lives on the session's event loop.
 */
final class SessionActions {

  private final SessionHost host;
  private final SessionRunner runner;
  private final SessionPinholes pinholes;
  private final ClientLeg client;
  private final SessionServer server;
  private @Nullable BlindSession blind;

  SessionActions(
      SessionHost host,
      SessionRunner runner,
      SessionPinholes pinholes,
      ClientLeg client,
      SessionServer server) {
    this.host = host;
    this.runner = runner;
    this.pinholes = pinholes;
    this.client = client;
    this.server = server;
  }

  /** The data connections that the core knows, as they stand, and those of opaque data ports. */
  List<DataView> seen(List<DataView> known) {
    List<DataView> all = new ArrayList<>(pinholes.seen(known));
    if (blind != null) {
      all.addAll(blind.views());
    }
    return all;
  }

  /** Ends all data connections at once, and all that may still become one. */
  void abortData() {
    pinholes.abort();
    leaveOpaquePorts();
    abortOpaqueData();
  }

  /** Performs one; those of a session are performed in their order. */
  void perform(Action action) {
    if (action instanceof Action.ToClient out) {
      client.write(out.bytes());
    } else if (action instanceof Action.ToServer out) {
      server.write(out.bytes());
    } else if (action instanceof Action.Publish out) {
      runner.publish(out.event());
    } else {
      performOnPinholes(action);
    }
  }

  private void performOnPinholes(Action action) {
    if (action instanceof Action.OpenPinhole open) {
      pinholes.open(open);
    } else if (action instanceof Action.ClosePinhole close) {
      pinholes.close(close);
    } else if (action instanceof Action.AbortData abort) {
      pinholes.abort(abort);
    } else if (action instanceof Action.LimitData limit) {
      pinholes.limit(limit);
    } else if (action instanceof Action.ProtectData protect) {
      pinholes.protect(protect);
    } else {
      performOnLegs(action);
    }
  }

  private void performOnLegs(Action action) {
    if (action instanceof Action.ShutClientOutput) {
      client.shutOutput();
    } else if (action instanceof Action.CloseClient) {
      client.close();
    } else if (action instanceof Action.CloseServer) {
      server.close();
    } else if (action instanceof Action.Connect connect) {
      server.connect(connect);
    } else if (action instanceof Action.LookUp wanted) {
      server.lookUp(wanted.host());
    } else if (action instanceof Action.CheckProxyUser check) {
      server.check(check);
    } else if (action instanceof Action.ShutServerOutput) {
      with(server.leg(), Leg::shutOutput);
    } else if (action instanceof Action.StartTls start) {
      startTls(start.side());
    } else if (action instanceof Action.StopTls stop) {
      with(leg(stop.side()), Leg::stopTls);
    } else if (action instanceof Action.OpenOpaquePorts open) {
      openOpaquePorts(open);
    } else if (action instanceof Action.AbortOpaqueData) {
      abortOpaqueData();
    } else if (action instanceof Action.GoBlind) {
      with(client, Leg::goBlind);
      with(server.leg(), Leg::goBlind);
    }
  }

  private void startTls(Side side) {
    with(
        leg(side),
        leg ->
            leg.startTls(
                side == Side.CLIENT ? host.tls()::clientControl : host.tls()::serverControl));
  }

  private @Nullable Leg leg(Side side) {
    return side == Side.CLIENT ? client : server.leg();
  }

  private static void with(@Nullable Leg leg, Consumer<Leg> action) {
    if (leg != null) {
      action.accept(leg);
    }
  }

  private void openOpaquePorts(Action.OpenOpaquePorts wanted) {
    blind = host.opaque().enter(runner.ref(), wanted, host.eventLoop(), runner::input);
    if (blind == null) {
      runner.input(new Input.OpaquePortsOpened(""));
    }
  }

  /** The session begins nothing any more: its part of the opaque data ports closes. */
  void leaveOpaquePorts() {
    if (blind != null) {
      blind.leave();
    }
  }

  private void abortOpaqueData() {
    if (blind != null) {
      blind.abort();
    }
  }
}
