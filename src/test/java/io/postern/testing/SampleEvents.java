package io.postern.testing;

import io.postern.event.BlockReason;
import io.postern.event.DataEnd;
import io.postern.event.DataStats;
import io.postern.event.GatewayEvent;
import io.postern.event.Limit;
import io.postern.event.PinholeEnd;
import io.postern.event.RuleEffect;
import io.postern.event.Ruling;
import io.postern.event.ServerState;
import io.postern.event.SessionOutcome;
import io.postern.event.SessionRef;
import io.postern.ftp.DataMode;
import io.postern.ftp.Deviation;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Expectation;
import io.postern.ftp.Stance;
import io.postern.ftp.Verb;
import io.postern.ftp.Verdict;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Made-up events, for tests of whoever takes events. */
public final class SampleEvents {

  public static final Endpoint CLIENT = endpoint("192.0.2.10", 40_000);
  public static final Endpoint LOCAL = endpoint("192.0.2.1", 2121);
  public static final Endpoint SERVER = endpoint("198.51.100.7", 21);
  public static final Endpoint GATEWAY = endpoint("198.51.100.1", 40_100);
  public static final Endpoint PORT = endpoint("192.0.2.1", 50_005);
  public static final SessionRef SESSION = new SessionRef("s1", "ftp", CLIENT, SERVER, "anna", 3);
  public static final Expectation EXPECTATION =
      new Expectation(
          7,
          new Expectation.Accepts(CLIENT.address(), LOCAL.address()),
          new Expectation.Connects(SERVER.withPort(30_000), GATEWAY.withPort(0)),
          Verb.PASV);

  private SampleEvents() {}

  /** One event of every kind, in an order that could happen. */
  public static List<GatewayEvent> oneOfEach() {
    return List.of(
        new GatewayEvent.PolicyLoaded(3, List.of("no-active", "guessers"), "start"),
        new GatewayEvent.ListenerOpened("ftp", "ftp", LOCAL),
        new GatewayEvent.SessionRejected("ftp", CLIENT, Limit.SESSIONS_PER_CLIENT),
        new GatewayEvent.ProxyHeaderRefused("ftp", CLIENT, "what came is no header"),
        new GatewayEvent.LoopRefused("ftp", CLIENT, LOCAL, "it is an address of the gateway's own"),
        new GatewayEvent.PoolServerChanged(
            "main", "ftp1.internal:21", ServerState.DOWN, "a probe: it can't be connected to"),
        new GatewayEvent.ProbeFailed("main", "ftp1.internal:21", "it can't be connected to"),
        new GatewayEvent.ServerAttemptFailed(
            SESSION, "main", "ftp1.internal:21", "it refused the connection"),
        new GatewayEvent.SessionOpened(SESSION, LOCAL),
        new GatewayEvent.ProxyUserAnswered(SESSION, "gate", true),
        new GatewayEvent.ServerNamed(SESSION, "ftp.example.org:21", "anna", "gate"),
        new GatewayEvent.TargetRefused(
            SESSION, "ftp.example.net:21", "10.0.0.5 is a private address"),
        new GatewayEvent.ServerConnected(SESSION, GATEWAY, Duration.ofNanos(1_234_567)),
        new GatewayEvent.TlsStarted(
            SESSION, "client", "TLSv1.3", "TLS_AES_128_GCM_SHA256", false, "ftp.example.com", ""),
        new GatewayEvent.TlsFailed(SESSION, "server", "no protocol in common"),
        new GatewayEvent.NotSsh(SESSION, "client", "its first line does not begin with SSH-"),
        new GatewayEvent.StreamEnded(
            SESSION,
            "tcp",
            new DataStats(
                DataEnd.COMPLETED, 10, 20, Duration.ofMillis(1), Duration.ofMillis(2), "")),
        new GatewayEvent.OpaquePortsOpened(
            "ftp", LOCAL.address(), "30000-30100", "30004,30010-30012", "Address already in use"),
        new GatewayEvent.SessionBlind(SESSION, "30000-30100"),
        new GatewayEvent.OpaqueDataBlocked(
            "ftp", endpoint("203.0.113.66", 6_667), LOCAL.withPort(30_001)),
        new GatewayEvent.OpaqueDataOpened(
            SESSION, 8, CLIENT.withPort(40_002), LOCAL.withPort(30_000), SERVER.withPort(30_000)),
        new GatewayEvent.OpaqueDataClosed(
            SESSION,
            8,
            CLIENT.withPort(40_002),
            LOCAL.withPort(30_000),
            new DataStats(
                DataEnd.COMPLETED, 0, 4_096, Duration.ofMillis(2), Duration.ofMillis(40), "")),
        new GatewayEvent.OpaquePortsClosed("ftp", LOCAL.address(), "30000-30100"),
        new GatewayEvent.LoginAnswered(SESSION, true, 230),
        command(Verb.CWD, "CWD", "/pub", 250),
        new GatewayEvent.ReplySent(SESSION, 250, false),
        new GatewayEvent.DeviationSeen(SESSION, Deviation.BARE_LF, Stance.LOG, "LF"),
        new GatewayEvent.LimitHit(SESSION, Limit.IDLE_TIMEOUT, "nothing for 15 minutes"),
        new GatewayEvent.RuleApplied(
            SESSION,
            "active-data",
            RuleEffect.DENY,
            "no-active",
            "s1-4",
            "/pub/file.bin",
            SERVER.withPort(0),
            SERVER.address(),
            "an allow of active-data above the rule no-active"),
        new GatewayEvent.ClientBanned(SESSION, "guessers", Duration.ofHours(1)),
        new GatewayEvent.PolicyRejected(
            3, 2, "rules.yaml:4:5: rules[0].whem: unknown key; did you mean \"when\"?", "file"),
        new GatewayEvent.FilesLoaded("certificates", "ftp.pem"),
        new GatewayEvent.FilesRejected("users", "users.txt", 1, "users.txt:3: no bcrypt hash"),
        new GatewayEvent.PinholePredicted(SESSION, EXPECTATION),
        new GatewayEvent.PinholeOpened(SESSION, EXPECTATION, List.of(PORT), "relay"),
        new GatewayEvent.ConnectionBlocked(
            SESSION, EXPECTATION, endpoint("203.0.113.66", 6_666), PORT, BlockReason.STRANGER),
        new GatewayEvent.PinholeAccepted(
            SESSION, EXPECTATION, CLIENT.withPort(40_001), Duration.ofMillis(3)),
        new GatewayEvent.DataStarted(SESSION, EXPECTATION, Duration.ofMillis(2)),
        new GatewayEvent.DataEnded(
            SESSION,
            EXPECTATION,
            new DataStats(
                DataEnd.COMPLETED, 0, 1_048_576, Duration.ofMillis(2), Duration.ofMillis(40), "")),
        new GatewayEvent.PinholeClosed(
            SESSION, EXPECTATION, PinholeEnd.USED, Duration.ofMillis(50), ""),
        transfer(
            Verb.RETR,
            226,
            new DataStats(
                DataEnd.COMPLETED, 0, 1_048_576, Duration.ofMillis(2), Duration.ofMillis(40), "")),
        new GatewayEvent.SessionClosed(
            SESSION, SessionOutcome.QUIT, "QUIT", Duration.ofSeconds(2), 9),
        new GatewayEvent.OperatorActed("ban", "192.0.2.66", "for 3600s: ticket 4711"),
        new GatewayEvent.AdminRefused(CLIENT, 3),
        new GatewayEvent.Stopping(1, Duration.ofSeconds(30)),
        new GatewayEvent.ListenerClosed("ftp", LOCAL));
  }

  /** A command that was allowed. */
  public static GatewayEvent.CommandCompleted command(
      Verb verb, String name, String argument, int code) {
    return new GatewayEvent.CommandCompleted(
        SESSION, verb, name, argument, Verdict.ALLOW, code, "", Duration.ofMillis(1));
  }

  /** A command that a rule denied and another would have. */
  public static GatewayEvent.CommandCompleted denied(Verb verb, String argument, String path) {
    return new GatewayEvent.CommandCompleted(
        SESSION,
        verb,
        verb.text(),
        argument,
        Verdict.DENY,
        550,
        "rule no-binaries",
        Duration.ofMillis(1),
        new Ruling("no-binaries", "s1-3", List.of("trial-a", "trial-b"), path));
  }

  /** A passive transfer of {@code pub/file.bin}. */
  public static GatewayEvent.TransferEnded transfer(
      Verb verb, int code, @Nullable DataStats stats) {
    return new GatewayEvent.TransferEnded(
        SESSION, verb, "pub/file.bin", DataMode.PASSIVE, code, stats);
  }

  /** Of an address in numbers. */
  public static Endpoint endpoint(String literal, int port) {
    return Endpoint.of(new InetSocketAddress(literal, port));
  }
}
