package io.postern.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.postern.config.SettingsFile;
import io.postern.testing.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is said at the start of opaque data ports that somebody else has. */
class OpaquePortsCheckTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(OpaquePortsCheck.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final int port = FreePorts.on("127.0.0.2").getPort();

  @BeforeEach
  void listenToTheLog() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void forgetTheLog() {
    logger.detachAppender(log);
  }

  @Test
  void freePorts_sayNothing_andStayFree() throws Exception {
    OpaquePortsCheck.warn(listener("opaque"));

    assertThat(warnings()).isEmpty();
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.2"))) {
      assertThat(free.isBound()).isTrue();
    }
  }

  @Test
  void someThatAreTaken_areNamed() throws Exception {
    try (ServerSocket taken = taken(port)) {
      OpaquePortsCheck.warn(listener("opaque"));

      assertThat(warnings())
          .containsExactly(
              "listener ftp: of its opaque data ports %s these can't be opened: %d"
                  .formatted(range(), taken.getLocalPort()));
    }
  }

  @Test
  void allTaken_sayWhatThatMeans() throws Exception {
    try (ServerSocket first = taken(port);
        ServerSocket second = taken(port + 1)) {
      OpaquePortsCheck.warn(listener("opaque"));

      assertThat(warnings())
          .singleElement()
          .asString()
          .contains("none of its opaque data ports " + range(), "no data connections");
      assertThat(first.isBound() && second.isBound()).isTrue();
    }
  }

  @Test
  void otherStances_areNotLookedAt() throws Exception {
    try (ServerSocket taken = taken(port)) {
      OpaquePortsCheck.warn(listener("none"));

      assertThat(warnings()).isEmpty();
      assertThat(taken.isBound()).isTrue();
    }
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private String range() {
    return port + "-" + (port + 1);
  }

  private static ServerSocket taken(int port) throws Exception {
    return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.2"));
  }

  private ListenerSettings listener(String stance) throws Exception {
    String text =
        """
        listeners:
          - name: ftp
            listen: "127.0.0.2:0"
            server: 192.0.2.1
            tls: {client: %s, opaque-data-ports: %s}
        """
            .formatted(stance, range());
    return SettingsFile.parse("postern.yaml", text.getBytes(StandardCharsets.UTF_8))
        .settings()
        .net()
        .listeners()
        .get(0);
  }
}
