package io.postern.net;

import io.postern.event.DataStats;
import io.postern.event.PinholeEnd;
import io.postern.event.SessionRef;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.pinhole.Carried;
import io.postern.pinhole.Listening;
import io.postern.pinhole.Pinhole;
import io.postern.pinhole.PinholeBackend;
import io.postern.pinhole.PinholeObserver;
import io.postern.session.Action;
import io.postern.session.DataView;
import io.postern.session.Input;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pinholes of one session, by their number: performs what the session wants of them, and tells
 * it what becomes of them. On the session's event loop.
 */
final class SessionPinholes implements PinholeObserver {

  private final SessionHost host;
  private final Supplier<SessionRef> session;
  private final PinholeBackend backend;
  private final Consumer<Input> inputs;
  private final Map<Long, Pinhole> pinholes = new HashMap<>(4);

  SessionPinholes(
      SessionHost host,
      Supplier<SessionRef> session,
      PinholeBackend backend,
      Consumer<Input> inputs) {
    this.host = host;
    this.session = session;
    this.backend = backend;
    this.inputs = inputs;
  }

  void open(Action.OpenPinhole open) {
    Pinhole pinhole =
        host.pinholes()
            .open(
                session.get(),
                open.expectation(),
                host.settings().dataPorts(),
                open.held(),
                backend,
                this);
    pinholes.put(open.expectation().id(), pinhole);
  }

  void close(Action.ClosePinhole close) {
    Pinhole pinhole = pinholes.get(close.id());
    if (pinhole != null) {
      pinhole.cancel(close.end());
      pinholes.remove(close.id());
    }
  }

  /** An accepted data connection stays known until its end is told. */
  void abort(Action.AbortData abort) {
    Pinhole pinhole = pinholes.get(abort.id());
    if (pinhole != null) {
      boolean unused = !isAccepted(pinhole);
      pinhole.abort(abort.end());
      if (unused) {
        pinholes.remove(abort.id());
      }
    }
  }

  /** All of them, with their data connections. */
  void abort() {
    List.copyOf(pinholes.values()).forEach(pinhole -> pinhole.abort(PinholeEnd.SESSION_ENDED));
  }

  void limit(Action.LimitData limit) {
    Pinhole pinhole = pinholes.get(limit.id());
    if (pinhole != null) {
      pinhole.limit(host.pacers().limits(limit.limits()));
    }
  }

  /**
   * Later: the transfer command, which comes with it, is sent first. pyftpdlib has connected by
   * then and resets a data connection on which TLS begins earlier.
   */
  void protect(Action.ProtectData protect) {
    host.eventLoop().execute(() -> protectNow(protect));
  }

  private void protectNow(Action.ProtectData protect) {
    Pinhole pinhole = pinholes.get(protect.id());
    if (pinhole != null) {
      pinhole.protect(protect.client(), protect.server());
    }
  }

  /** Adds what only the network knows: the ports, and the bytes. */
  List<DataView> seen(List<DataView> views) {
    return views.stream().map(this::seen).toList();
  }

  private DataView seen(DataView view) {
    Pinhole pinhole = pinholes.get(view.id());
    if (pinhole == null) {
      return view;
    }
    Carried so = pinhole.carried();
    return view.carrying(pinhole.listening(), so.toServer(), so.toClient(), so.lasted());
  }

  private static boolean isAccepted(Pinhole pinhole) {
    return pinhole.state() == Pinhole.State.ACCEPTED || pinhole.state() == Pinhole.State.RELAYING;
  }

  @Override
  public void opened(long id, Listening listening) {
    Pinhole pinhole = pinholes.get(id);
    if (pinhole == null) {
      return;
    }
    Endpoint toClient = toClient(pinhole.expectation(), listening.forClient());
    Endpoint toServer = toServer(pinhole.expectation(), listening.forServer());
    if (lacks(listening.forClient(), toClient) || lacks(listening.forServer(), toServer)) {
      pinhole.cancel(PinholeEnd.FAILED);
      failed(id, "the advertised host name has no address");
    } else {
      inputs.accept(new Input.PinholeOpened(id, toClient, toServer));
    }
  }

  private @Nullable Endpoint toClient(Expectation expectation, @Nullable Endpoint at) {
    InetAddress reached = host.arrival().reached().address();
    return at == null
        ? null
        : host.advertising()
            .toClient(host.settings().advertise(), reached, at, expectation.client().peer())
            .orElse(null);
  }

  private @Nullable Endpoint toServer(Expectation expectation, @Nullable Endpoint at) {
    return at == null
        ? null
        : host.advertising()
            .toServer(host.settings().advertiseToServer(), at, expectation.server().peer())
            .orElse(null);
  }

  private static boolean lacks(@Nullable Endpoint listening, @Nullable Endpoint advertised) {
    return listening != null && advertised == null;
  }

  @Override
  public void failed(long id, String reason) {
    pinholes.remove(id);
    inputs.accept(new Input.PinholeFailed(id, reason));
  }

  @Override
  public void accepted(long id) {
    inputs.accept(new Input.PinholeAccepted(id));
  }

  @Override
  public void connected(long id) {
    inputs.accept(new Input.PinholeConnected(id));
  }

  @Override
  public void ended(long id, DataStats stats) {
    pinholes.remove(id);
    inputs.accept(new Input.DataEnded(id, stats));
  }
}
