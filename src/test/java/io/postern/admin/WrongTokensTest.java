package io.postern.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.postern.event.GatewayEvent;
import io.postern.event.GatewayEvent.AdminRefused;
import io.postern.testing.SampleEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Each wrong token is an event, and few of them are told of. */
class WrongTokensTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(WrongTokens.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<GatewayEvent> events = new ArrayList<>();
  // Far from 0, and about to overflow, as System.nanoTime() may be.
  private long now = Long.MAX_VALUE - 1;
  private final WrongTokens tokens = new WrongTokens(events::add, () -> now);

  @BeforeEach
  void listenToTheLog() {
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
  }

  @AfterEach
  void forgetTheLog() {
    logger.detachAppender(log);
    logger.setAdditive(true);
  }

  @Test
  void manyAtOnce_areToldOfTwice() {
    for (int i = 0; i < 1_000; i++) {
      tokens.add(SampleEvents.CLIENT.toSocketAddress());
    }
    now += WrongTokens.TELL_EVERY.toNanos();
    tokens.add(SampleEvents.CLIENT.toSocketAddress());

    assertThat(events).hasSize(1_001);
    assertThat(events.stream().map(event -> ((AdminRefused) event).untold()).filter(n -> n > 0))
        .containsExactly(1, 1_000);
    assertThat(log.list)
        .allSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN))
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "Requests with a wrong token at the admin port: 1, the last from 192.0.2.10:40000",
            "Requests with a wrong token at the admin port: 1000, the last from 192.0.2.10:40000");
  }

  @Test
  void onAUnixSocket_nobodyHasAnAddress() {
    tokens.add(null);

    assertThat(events).containsExactly(new AdminRefused(null, 1));
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "Requests with a wrong token at the admin port: 1, the last from its socket");
  }
}
