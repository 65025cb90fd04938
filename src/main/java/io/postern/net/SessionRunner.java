package io.postern.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.postern.event.GatewayEvent;
import io.postern.event.SessionOutcome;
import io.postern.event.SessionRef;
import io.postern.ftp.Network;
import io.postern.pinhole.PinholeBackend;
import io.postern.session.Action;
import io.postern.session.ControlSession;
import io.postern.session.Input;
import io.postern.session.Input.Side;
import io.postern.session.SessionView;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one session: hands every input to the core and performs the actions that come back, in
 * order. Legs, pinholes and the timer live on one event loop, and so does this.
 */
final class SessionRunner implements LiveSession {

  private static final Logger LOG = LoggerFactory.getLogger(SessionRunner.class);

  private final SessionHost host;
  private final ControlSession session;
  private final SessionActions actions;
  private final ClientLeg client;
  private final SessionServer server;
  private final HeldBytes.Share held;
  private final String id;
  private final long startedNanos;
  private final Queue<Input> inputs = new ArrayDeque<>(4);
  private @Nullable ScheduledFuture<?> timer;
  private long timerAt = Long.MAX_VALUE;
  private boolean performing;
  private boolean begun;
  private boolean failed;
  private boolean over;

  SessionRunner(SessionHost host, ControlSession session, PinholeBackend backend) {
    this.host = host;
    this.session = session;
    this.client = new ClientLeg(this, host.settings().lines());
    this.server = new SessionServer(host, this);
    this.actions =
        new SessionActions(
            host,
            this,
            new SessionPinholes(host, session::ref, backend, this::input),
            client,
            server);
    this.held =
        host.held()
            .share(
                Network.ofClient(clientAddress()),
                host.settings().lines().lineBytes(),
                this::tooMuchHeld);
    this.id = session.ref().id();
    this.startedNanos = System.nanoTime();
  }

  ClientLeg client() {
    return client;
  }

  @Nullable ServerLeg server() {
    return server.leg();
  }

  /** Begins, and connects to the server if it is known. */
  void begin() {
    try {
      List<Action> first = session.begin();
      begun = true;
      first.forEach(actions::perform);
      if (!session.closing()) {
        server.begun();
      }
      flush();
      schedule();
    } catch (RuntimeException | Error e) {
      fault(e);
    }
  }

  /** Whether what the peers still send is of no interest. */
  boolean closing() {
    return over || session.closing();
  }

  /** Takes an input; one that comes while another is worked on waits for its turn. */
  void input(Input input) {
    if (over) {
      return;
    }
    inputs.add(input);
    if (performing) {
      return;
    }
    performing = true;
    try {
      work();
    } catch (RuntimeException | Error e) {
      fault(e);
    } finally {
      performing = false;
    }
    if (held.counted() > 0) {
      weigh();
    }
    if (!(input instanceof Input.ClientLine || input instanceof Input.ServerReply)) {
      flush();
    }
  }

  /** Takes note of what is kept of lines and replies, after a turn of reading. */
  void weigh() {
    held.holds(session.memoryBytes() + client.memoryBytes() + server.memoryBytes());
  }

  private void tooMuchHeld() {
    host.eventLoop().execute(() -> input(new Input.Broken(Side.CLIENT, Input.Fault.TOO_MUCH_HELD)));
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public InetAddress clientAddress() {
    return host.arrival().client().address();
  }

  @Override
  public EventLoop eventLoop() {
    return host.eventLoop();
  }

  @Override
  public SessionView view() {
    SessionView view = session.view(System.nanoTime());
    return view.withData(actions.seen(view.data()));
  }

  @Override
  public void kick(String reason) {
    host.eventLoop().execute(() -> input(new Input.Kick(reason)));
  }

  @Override
  public void drain() {
    host.eventLoop().execute(() -> input(new Input.Drain()));
  }

  @Override
  public void stop() {
    host.eventLoop().execute(() -> input(new Input.Stop()));
  }

  /** Sends what was written to either leg. */
  void flush() {
    client.flush();
    server.flush();
  }

  /** A fault of ours: loud here, the session closes, the process lives. */
  void fault(Throwable cause) {
    LOG.error("session {} ends by a fault of the gateway", session.ref().id(), cause);
    if (failed) {
      return;
    }
    failed = true;
    actions.abortData();
    client.close();
    server.close();
    if (begun && !session.ended()) {
      publish(
          new GatewayEvent.SessionClosed(
              session.ref(),
              SessionOutcome.FAILED,
              "a fault of the gateway",
              Duration.ofNanos(System.nanoTime() - startedNanos),
              0));
    }
    end();
  }

  private void work() {
    for (Input next = inputs.poll(); next != null && !over; next = inputs.poll()) {
      session.receive(next, System.nanoTime()).forEach(actions::perform);
      if (session.closing()) {
        actions.leaveOpaquePorts();
      }
      if (session.ended()) {
        end();
        return;
      }
    }
    schedule();
  }

  /** The session as it stands now. */
  SessionRef ref() {
    return session.ref();
  }

  void publish(GatewayEvent event) {
    host.sink().publish(event);
  }

  /** One timer a session, set anew only when its deadline comes closer. */
  private void schedule() {
    long deadline = session.deadline();
    if (deadline >= timerAt || over) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    timerAt = deadline;
    long delay = Math.max(0, deadline - System.nanoTime());
    timer = host.eventLoop().schedule(this::tick, delay, TimeUnit.NANOSECONDS);
  }

  private void tick() {
    timer = null;
    timerAt = Long.MAX_VALUE;
    if (session.deadline() <= System.nanoTime()) {
      input(new Input.Tick());
    } else {
      schedule();
    }
  }

  private void end() {
    if (over) {
      return;
    }
    over = true;
    session.release();
    host.tls().close();
    held.release();
    server.release();
    if (timer != null) {
      timer.cancel(false);
    }
    host.ended().accept(this);
  }
}
