package io.postern.net;

import static io.postern.net.LimitedGateway.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.GatewayEvent.SessionClosed;
import io.postern.event.GatewayEvent.SessionOpened;
import io.postern.event.GatewayEvent.Stopping;
import io.postern.event.SessionOutcome;
import io.postern.policy.Limits;
import io.postern.policy.Quotas;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where what the rules ask fails, nothing is let through, and nothing stays behind. */
@Timeout(60)
class RulesFaultTest {

  private final AtomicReference<Quotas.@Nullable Kind> failing = new AtomicReference<>();

  @Test
  void faultAtConnect_closesTheClient_andNothingIsHeld() throws Exception {
    LimitedGateway gateway = new LimitedGateway(Faulty::new);
    gateway.rules(1, "sessions: 9");
    failing.set(Quotas.Kind.SESSION);
    try (TypingClient ann = gateway.knock(ANN)) {
      assertThat(ann.reply()).isEqualTo("end");
    }
    gateway.awaitNothingHeld();
    assertThat(gateway.server().sessions()).isZero();
    assertThat(gateway.count(SessionClosed.class)).isEqualTo(gateway.count(SessionOpened.class));

    gateway.close();
    assertThat(gateway.count(Stopping.class)).as("no session is waited for").isZero();
  }

  @Test
  void faultAtACommand_closesTheSession_andNothingIsHeld() throws Exception {
    LimitedGateway gateway = new LimitedGateway(Faulty::new);
    gateway.rules(1, "sessions: 9, transfers: 9");
    try (TypingClient ann = gateway.enter(ANN, "ann")) {
      failing.set(Quotas.Kind.TRANSFER);
      ann.send("STOR x\r\n");
      assertThat(ann.reply()).isEqualTo("end");
    }
    assertThat(gateway.await(SessionClosed.class).outcome()).isEqualTo(SessionOutcome.FAILED);
    gateway.awaitNothingHeld();
    gateway.close();
  }

  private final class Faulty implements Quotas {

    private final Quotas real;

    Faulty(Quotas real) {
      this.real = real;
    }

    @Override
    public Entry enter(Kind kind, List<Limits> limits, InetAddress client, @Nullable String user) {
      if (kind == failing.get()) {
        throw new IllegalStateException("a fault of a test");
      }
      return real.enter(kind, limits, client, user);
    }

    @Override
    public Optional<Limits> loginFailed(
        List<Limits> limits, InetAddress client, @Nullable String user, long nowNanos) {
      return real.loginFailed(limits, client, user, nowNanos);
    }

    @Override
    public void loggedIn(InetAddress client, @Nullable String user) {
      real.loggedIn(client, user);
    }

    @Override
    public Optional<Duration> banned(InetAddress client) {
      return real.banned(client);
    }
  }
}
