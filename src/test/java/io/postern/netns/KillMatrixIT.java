package io.postern.netns;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Needs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Either end dies, in every way, in every state of a session: the gateway keeps nothing. */
@Needs(
    linux = true,
    root = true,
    programs = {"ip", "nft", "sysctl"})
class KillMatrixIT {

  private static final String CONFIGURATION =
      """
      listeners:
        - name: ftp
          listen: "*:2121"
          server: 198.51.100.5
          data-ports: 50000-50099
      timeouts: {connect: 3s, greeting: 3s, login: 5s, idle: 5s, pinhole: 3s, data-connect: 2s,
        data-stall: 3s, data-idle: 3s, drain: 2s, linger: 1s, stop: 3s}
      """;

  /** Longer than any path through the timeouts of a death that the gateway is told of. */
  private static final Duration TOLD = Duration.ofSeconds(8);

  /** Data idle, then idle, then linger; and some. */
  private static final Duration UNTOLD = Duration.ofSeconds(20);

  private static FirewallLab lab;
  private static ScriptedServer server;
  private static HostGateway gateway;
  private static Footprint start;

  @BeforeAll
  static void start() throws Exception {
    lab = new FirewallLab();
    server = lab.runScriptedServer();
    gateway = lab.runGateway(CONFIGURATION);
    try (Exchange warmUp = new Exchange(lab, server)) {
      warmUp.download();
    }
    start = Footprint.atRest(gateway);
  }

  @AfterAll
  static void stop() throws IOException {
    lab.close();
  }

  static Stream<Arguments> deaths() {
    return Stream.of(State.values())
        .flatMap(
            state ->
                Stream.of(End.values())
                    .flatMap(
                        end ->
                            Stream.of(Death.values())
                                .map(death -> Arguments.of(state, end, death))));
  }

  @ParameterizedTest(name = "{0}: {1} dies by {2}")
  @MethodSource("deaths")
  void nothingIsLeft(State state, End end, Death death) throws Exception {
    double sessions = gateway.metric("postern_sessions_total");
    try (Exchange exchange = new Exchange(lab, server)) {
      state.reach(exchange);
      assertThat(Footprint.of(gateway)).isNotEqualTo(start);

      end.other().of(exchange).closeWithControl();
      death.of(end.of(exchange));

      start.awaitAgain(gateway, TOLD);
      assertThat(gateway.metric("postern_sessions_total")).isEqualTo(sessions + 1);
    }
  }

  @ParameterizedTest(name = "{0} falls silent in every state")
  @EnumSource(End.class)
  void nothingIsLeft_silence(End end) throws Exception {
    double sessions = gateway.metric("postern_sessions_total");
    Host host = end == End.CLIENT ? lab.client() : lab.server();
    List<Exchange> exchanges = new ArrayList<>();
    try {
      for (State state : State.values()) {
        Exchange exchange = new Exchange(lab, server);
        exchanges.add(exchange);
        state.reach(exchange);
      }
      for (Exchange exchange : exchanges) {
        end.other().of(exchange).closeWithControl();
      }
      host.silence();

      start.awaitAgain(gateway, UNTOLD);
      assertThat(gateway.metric("postern_sessions_total"))
          .isEqualTo(sessions + State.values().length);
    } finally {
      host.unsilence();
      for (Exchange exchange : exchanges) {
        exchange.close();
      }
    }
  }

  /** A state of a session. */
  enum State {
    IDLE {
      @Override
      void reach(Exchange exchange) throws Exception {
        exchange.relay("NOOP", "200 Fine.");
      }
    },
    PASSIVE_PENDING {
      @Override
      void reach(Exchange exchange) throws Exception {
        exchange.passive();
      }
    },
    ACTIVE_PENDING {
      @Override
      void reach(Exchange exchange) throws Exception {
        exchange.active();
      }
    },
    DOWNLOADING {
      @Override
      void reach(Exchange exchange) throws Exception {
        Exchange.Data data = exchange.transfer("RETR endless");
        data.server().pour();
        data.client().read(new byte[1000]);
        data.client().drain();
      }
    },
    UPLOADING {
      @Override
      void reach(Exchange exchange) throws Exception {
        Exchange.Data data = exchange.transfer("STOR endless");
        data.client().pour();
        data.server().read(new byte[1000]);
        data.server().drain();
      }
    },
    AFTER_DATA {
      @Override
      void reach(Exchange exchange) throws Exception {
        exchange.downloadWithoutReply();
      }
    };

    abstract void reach(Exchange exchange) throws Exception;
  }

  /** Who dies. */
  enum End {
    CLIENT,
    SERVER;

    Party of(Exchange exchange) {
      return this == CLIENT ? exchange.clientEnd() : exchange.serverEnd();
    }

    End other() {
      return this == CLIENT ? SERVER : CLIENT;
    }
  }

  /** How, in ways that the gateway is told of. */
  enum Death {
    FIN {
      @Override
      void of(Party party) throws IOException {
        party.close();
      }
    },
    RST {
      @Override
      void of(Party party) throws IOException {
        party.reset();
      }
    };

    abstract void of(Party party) throws IOException;
  }
}
