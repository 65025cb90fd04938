package io.postern.app;

import io.postern.audit.AuditLog;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Protection;
import io.postern.policy.Hosts;
import io.postern.policy.Policy;
import io.postern.session.ControlSession;
import io.postern.session.Entry;
import io.postern.session.Rulebook;
import io.postern.session.SessionSettings;
import io.postern.session.Targets;
import io.postern.session.TlsStance;
import io.postern.testing.TestSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Sessions of the real core, in virtual time, written down by the real audit log. */
final class Recording implements AutoCloseable {

  /** A Monday. */
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  private final Policy policy;
  private final AuditLog log;
  private final AtomicLong expectations = new AtomicLong();
  private long nanos;
  private int sessions;

  Recording(Path file, Policy policy) throws IOException {
    this.policy = policy;
    this.log = AuditLog.open(file, new Virtual());
  }

  /** A client has connected, and the server too if the rules let it in. */
  RecordedClient client(String address) {
    RecordedClient client = client(address, settings());
    client.serverConnects();
    return client;
  }

  /**
   * A client has connected that names its server.
   *
   * @param proxyUsers whether users of the gateway have to log in first
   */
  RecordedClient naming(String address, boolean proxyUsers) {
    Targets all = new Targets(Hosts.NONE, Set.of(21), true);
    return client(address, TestSettings.with(Entry.named(proxyUsers, all)));
  }

  private RecordedClient client(String address, SessionSettings settings) {
    Endpoint client = endpoint(address, 40_000 + ++sessions);
    ControlSession session =
        new ControlSession(
            "s" + sessions,
            "ftp",
            client,
            endpoint("192.0.2.1", 2121),
            settings,
            Rulebook.of(policy),
            expectations::incrementAndGet,
            nanos,
            START.plusNanos(nanos));
    return new RecordedClient(session, log, this::later);
  }

  /** TLS is offered to the client. */
  private static SessionSettings settings() {
    return TestSettings.with(
        new TlsStance(
            TlsStance.Client.OPTIONAL, TlsStance.Server.CLEAR, Protection.CLEAR, true, false));
  }

  /** Each input comes a millisecond after the one before. */
  private long later() {
    nanos += 1_000_000;
    return nanos;
  }

  static Endpoint endpoint(String address, int port) {
    return Endpoint.of(new InetSocketAddress(address, port));
  }

  @Override
  public void close() {
    log.close();
  }

  private final class Virtual extends Clock {

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return START.plusNanos(nanos);
    }
  }
}
