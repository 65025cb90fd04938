package io.postern.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.postern.event.EventSink;
import io.postern.event.Limit;
import io.postern.relay.Transport;
import io.postern.upstream.Attempt;
import io.postern.upstream.Attempts;
import io.postern.upstream.Client;
import io.postern.upstream.Lease;
import io.postern.upstream.NoServer;
import io.postern.upstream.Server;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One session's search for a server of a pool: one after the other is connected to, and must greet
 * where it speaks FTP, until one does or there is none left to try. The client learns of none but
 * the last. On the session's event loop.
 */
final class PoolSearch implements Reaching {

  private final Surroundings surroundings;
  private final Upstream upstream;
  private final EventLoop loop;
  private final Arrival arrival;
  private final ServerSeeker seeker;
  private final Attempts attempts;
  private @Nullable Try current;
  private String lastReason = NoServer.TRIED.text();
  private boolean lastTimedOut;
  private boolean closed;

  /**
   * What all searches of a listener have in common.
   *
   * @param connect how long connecting to one server may take
   */
  record Surroundings(Transport transport, AddressBook names, Duration connect, EventSink sink) {}

  PoolSearch(
      Surroundings surroundings,
      Upstream upstream,
      EventLoop loop,
      Arrival arrival,
      @Nullable String user,
      ServerSeeker seeker) {
    this.surroundings = surroundings;
    this.upstream = upstream;
    this.loop = loop;
    this.arrival = arrival;
    this.seeker = seeker;
    this.attempts = upstream.pool().attempts(new Client(arrival.client().address(), user));
  }

  /** Begins; the seeker is told how it ends, never from inside this call. */
  PoolSearch begin() {
    loop.execute(this::next);
    return this;
  }

  @Override
  public void close() {
    closed = true;
    if (current != null) {
      current.cancel();
    }
    attempts.close();
  }

  private void next() {
    if (closed) {
      return;
    }
    Attempt attempt = attempts.next(System.nanoTime());
    if (attempt instanceof Attempt.Found found) {
      Try next = new Try(found.lease());
      current = next;
      next.begin();
    } else if (attempt instanceof Attempt.None none) {
      current = null;
      seeker.unreachable(reason(none.reason()), limit(none.reason()));
    }
  }

  private String reason(NoServer none) {
    return none == NoServer.TRIED ? lastReason : none.text();
  }

  private @Nullable Limit limit(NoServer none) {
    if (none == NoServer.FULL) {
      return Limit.SERVER_SESSIONS;
    }
    return none == NoServer.TRIED && lastTimedOut ? Limit.CONNECT_TIMEOUT : null;
  }

  /** One server of the pool. */
  private final class Try implements ServerSeeker, GreetingWatch.Observer {

    private final Lease lease;
    private final boolean greets = upstream.settings().talk() == UpstreamSettings.Talk.FTP;
    private @Nullable Connecting connecting;
    private @Nullable GreetingWatch watch;
    private @Nullable Channel channel;
    private @Nullable ScheduledFuture<?> timer;
    private boolean over;

    Try(Lease lease) {
      this.lease = lease;
    }

    void begin() {
      Connecting begun =
          new Connecting(
              surroundings.transport(),
              loop,
              this,
              surroundings.names().addresses(lease.server()),
              null,
              surroundings.connect());
      connecting = begun;
      begun.next();
    }

    void cancel() {
      if (over) {
        return;
      }
      end();
      if (connecting != null) {
        connecting.close();
      }
      if (channel != null) {
        channel.close();
      }
    }

    @Override
    public ChannelHandler newServerLeg() {
      ChannelHandler leg = seeker.newServerLeg();
      if (!greets) {
        return leg;
      }
      // A name has several addresses, and each attempt its own channel, which wants its own watch.
      GreetingWatch ofAttempt = new GreetingWatch(this);
      watch = ofAttempt;
      return new ChannelInitializer<>() {
        @Override
        protected void initChannel(Channel made) {
          made.pipeline().addLast(ofAttempt, leg);
        }
      };
    }

    @Override
    public void connected(Channel made) {
      channel = made;
      var sent = ServerHeader.write(made, upstream.settings().send(), arrival);
      if (greets) {
        long nanos = upstream.settings().greeting().toNanos();
        timer = loop.schedule(this::overdue, nanos, TimeUnit.NANOSECONDS);
      } else {
        sent.addListener(written -> sent(written.isSuccess()));
      }
    }

    @Override
    public void unreachable(String reason, @Nullable Limit limit) {
      fail(reason, limit != null, true);
    }

    @Override
    public void greeted() {
      found();
    }

    @Override
    public void refused(String reason, boolean ill) {
      fail(reason, false, ill);
    }

    private void sent(boolean success) {
      if (success) {
        found();
      } else {
        fail("it closed the connection", false, true);
      }
    }

    private void overdue() {
      fail("it did not greet in time", true, true);
    }

    private void found() {
      Channel made = channel;
      if (over || made == null) {
        return;
      }
      end();
      lease.connected(System.nanoTime());
      Server server = lease.server();
      seeker.chosen(server.host(), server.port());
      seeker.connected(made);
    }

    private void fail(String reason, boolean timedOut, boolean ill) {
      if (over) {
        return;
      }
      end();
      if (channel != null) {
        channel.close();
      }
      if (ill && !mayBeOfClient()) {
        lease
            .failed(System.nanoTime())
            .ifPresent(
                change ->
                    surroundings
                        .sink()
                        .publish(HealthWatch.told(upstream, change, "a session: " + reason)));
      }
      lastReason = reason;
      lastTimedOut = timedOut;
      seeker.attemptFailed(upstream.name(), lease.server().toString(), reason);
      next();
    }

    /**
     * Whether the server may have failed because of the client that a header has named: an access
     * list, a look-up of its name that never ends. Such a client must not take a server from all.
     */
    private boolean mayBeOfClient() {
      return channel != null && upstream.settings().send() != ProxyProtocol.Send.OFF;
    }

    private void end() {
      over = true;
      if (watch != null) {
        watch.giveUp();
      }
      if (timer != null) {
        timer.cancel(false);
      }
    }
  }
}
