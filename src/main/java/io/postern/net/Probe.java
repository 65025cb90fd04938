package io.postern.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.postern.event.Limit;
import io.postern.relay.Transport;
import io.postern.upstream.HealthSettings;
import io.postern.upstream.ProbeVerdict;
import io.postern.upstream.ProbeVerdict.Outcome;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One probe of one server: connects, and hears what its leg finds, all within one time limit. The
 * verdict is told once; the connection may live on until the time is over, to say goodbye. On one
 * event loop.
 */
final class Probe implements ServerSeeker {

  private final EventLoop loop;
  private final Upstream upstream;
  private final HealthSettings health;
  private final int sshLines;
  private final Connecting connecting;
  private final Consumer<ProbeVerdict> observer;
  private @Nullable ProbeLeg leg;
  private @Nullable Channel channel;
  private @Nullable ScheduledFuture<?> timer;
  private boolean told;

  Probe(
      Transport transport,
      EventLoop loop,
      Upstream upstream,
      List<InetSocketAddress> targets,
      int sshLines,
      Consumer<ProbeVerdict> observer) {
    this.loop = loop;
    this.upstream = upstream;
    this.health = upstream.pool().settings().health().orElseThrow();
    this.sshLines = sshLines;
    this.observer = observer;
    this.connecting = new Connecting(transport, loop, this, targets, null, health.timeout());
  }

  void begin() {
    timer = loop.schedule(this::overdue, health.timeout().toNanos(), TimeUnit.NANOSECONDS);
    connecting.next();
  }

  /** Gives up; nothing more is told. */
  void cancel() {
    told = true;
    connecting.close();
    finish();
  }

  @Override
  public ChannelHandler newServerLeg() {
    ProbeLeg made =
        switch (upstream.settings().talk()) {
          case FTP -> new FtpProbeLeg(health.probe(), this);
          case SSH -> new SshProbeLeg(this, sshLines);
          case NONE -> new ProbeLeg(this);
        };
    leg = made;
    return made;
  }

  @Override
  public void connected(Channel made) {
    channel = made;
    made.closeFuture().addListener(closed -> stopTimer());
    ServerHeader.writeOwn(made, upstream.settings().send());
    if (leg != null) {
      leg.connected();
    }
  }

  @Override
  public void unreachable(String reason, @Nullable Limit limit) {
    tell(new ProbeVerdict(limit == null ? Outcome.UNREACHABLE : Outcome.OVERDUE, 0));
    stopTimer();
  }

  /** The verdict stands; the first one counts. */
  void tell(ProbeVerdict verdict) {
    if (!told) {
      told = true;
      observer.accept(verdict);
    }
  }

  /** All is said. */
  void finish() {
    stopTimer();
    if (channel != null) {
      channel.close();
    }
  }

  private void overdue() {
    tell(new ProbeVerdict(Outcome.OVERDUE, 0));
    connecting.close();
    finish();
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
