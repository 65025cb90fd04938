package io.postern.replay;

import io.postern.audit.AuditLine;
import io.postern.audit.AuditReader;
import io.postern.policy.FilePath;
import io.postern.policy.Operation;
import io.postern.policy.Policy;
import io.postern.replay.Comparison.Recorded;
import io.postern.replay.Totals.Count;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a candidate what it would have said to what an audit log tells, and counts where that
 * differs from what was done. The client's side is taken as it was recorded, although it might have
 * done otherwise. Limits are not replayed: they depend on time and on other sessions. For one
 * thread.
 */
public final class Replay {

  /** Above this, the session that was quiet for the longest time is given up. */
  public static final int MOST_SESSIONS = 100_000;

  private static final Set<String> OF_NO_CONCERN =
      Set.of(
          "listener-opened",
          "listener-closed",
          "tls-failed",
          "session-blind",
          "opaque-ports-opened",
          "opaque-ports-closed",
          "opaque-data-opened",
          "opaque-data-closed",
          "opaque-data-blocked",
          "proxy-header-refused",
          "loop-refused",
          "pool-server",
          "probe-failed",
          "server-attempt-failed",
          "proxy-login",
          "target-refused",
          "not-ssh",
          "stream-ended",
          "login",
          "deviation",
          "limit",
          "client-banned",
          "policy-loaded",
          "policy-rejected",
          "files-loaded",
          "files-rejected",
          "operator",
          "admin-refused",
          "pinhole-predicted",
          "pinhole-opened",
          "pinhole-closed",
          "connection-blocked",
          "transfer",
          "stopping");

  private final boolean windowsPaths;
  private final FilePath home;
  private final int mostSessions;
  private final Map<String, RecordedSession> sessions = new LinkedHashMap<>(16, 0.75f, true);
  private final Totals totals = new Totals();
  private final Comparison comparison;

  /**
   * Nothing read yet.
   *
   * @param home where sessions begin after the login; unknown if only the server knows
   */
  public Replay(Policy candidate, FilePath home) {
    this(candidate, home, MOST_SESSIONS);
  }

  Replay(Policy candidate, FilePath home, int mostSessions) {
    this.windowsPaths = candidate.rules().windowsPaths();
    this.comparison = new Comparison(candidate, totals);
    this.home = home;
    this.mostSessions = mostSessions;
  }

  /** Reads a log to its end. */
  public void read(AuditReader reader) throws IOException {
    long before = reader.lines();
    for (Optional<AuditLine> line = reader.next(); line.isPresent(); line = reader.next()) {
      accept(line.get());
    }
    totals.add(Count.LINES, reader.lines() - before);
  }

  /** Counts a line that can't be read. */
  public void unreadable() {
    totals.add(Count.UNREADABLE, 1);
  }

  /** Ends the sessions that are still open: nothing more will be read. */
  public void finish() {
    sessions.values().forEach(session -> settle(session, null));
    sessions.clear();
  }

  /** What would change. */
  public List<Change> changes() {
    return comparison.changes();
  }

  /** What was read. */
  public Totals totals() {
    return totals;
  }

  /** Takes the next line. */
  void accept(AuditLine audit) {
    RecordedLine line = new RecordedLine(audit);
    line.time().ifPresent(totals::seen);
    switch (audit.event()) {
      case "session-opened" -> opened(line);
      case "session-rejected" -> totals.add(Count.TURNED_AWAY, 1);
      case "session-closed" -> closed(line);
      case "command" -> command(line);
      case "rule" -> rule(line);
      case "server-named" -> named(line);
      case "server-connected" -> connected(line);
      case "pinhole-accepted" -> accepted(line);
      case "tls-started" -> tlsStarted(line);
      case "audit-lost" -> totals.add(Count.LOST, line.lost());
      default -> other(line);
    }
  }

  private void other(RecordedLine line) {
    if (!OF_NO_CONCERN.contains(line.line().event())) {
      totals.add(Count.UNKNOWN_EVENTS, 1);
    }
  }

  private void opened(RecordedLine line) {
    closed(line);
    await(line, Operation.CONNECT);
  }

  /** The rules are asked about a server that the client has named, once its address is known. */
  private void named(RecordedLine line) {
    RecordedSession session = session(line);
    settle(session, null);
    session.named(line);
    session.await(Pending.of(line, Operation.CONNECT));
  }

  private void connected(RecordedLine line) {
    RecordedSession session = session(line);
    Pending pending = session.pending();
    if (pending != null && session.target() != null) {
      session.await(new Pending(line, pending.operation(), pending.observed()));
      settle(session, null);
    }
    session.connected(line);
  }

  private void closed(RecordedLine line) {
    RecordedSession session = sessions.remove(key(line));
    if (session != null) {
      settle(session, null);
    }
  }

  /** The session of a line; one that began before the log did begins here. */
  private RecordedSession session(RecordedLine line) {
    RecordedSession known = sessions.get(key(line));
    if (known != null) {
      return known;
    }
    forgetEldest();
    totals.add(Count.SESSIONS, 1);
    RecordedSession begun = new RecordedSession(home, windowsPaths);
    sessions.put(key(line), begun);
    return begun;
  }

  private void forgetEldest() {
    if (sessions.size() >= mostSessions) {
      RecordedSession eldest = sessions.remove(sessions.keySet().iterator().next());
      totals.add(Count.FORGOTTEN, 1);
      if (eldest != null) {
        settle(eldest, null);
      }
    }
  }

  /** Ids begin anew with each start of the gateway; the client's port tells them apart. */
  private static String key(RecordedLine line) {
    return line.line().text("session") + " " + line.line().text("client");
  }

  /** What was kept is decided: by the rule of the refusal, or allowed. */
  private void settle(RecordedSession session, @Nullable RecordedLine refusal) {
    Pending pending = session.pending();
    session.await(null);
    if (pending != null) {
      String rule = refusal == null ? "" : refusal.line().text("rule");
      Recorded recorded = new Recorded(refusal == null, rule, pending.observed());
      comparison.ask(pending.line(), session, pending.operation(), recorded);
    }
  }

  private void await(RecordedLine line, Operation operation) {
    RecordedSession session = session(line);
    settle(session, null);
    session.await(Pending.of(line, operation));
  }

  /** A command's own line has what a rule said to it; a connection has only this one. */
  private void rule(RecordedLine line) {
    RecordedSession session = session(line);
    Pending pending = session.pending();
    if (pending == null || !pending.isToldBy(line)) {
      return;
    }
    if (line.isRefusal()) {
      if (session.target() != null && pending.operation().equals(Operation.CONNECT)) {
        // Only the refusal tells the address of the server that was named.
        session.await(new Pending(line, pending.operation(), pending.observed()));
      }
      settle(session, line);
    } else {
      pending.observed().add(line.line().text("rule"));
    }
  }

  private void accepted(RecordedLine line) {
    totals.add(Count.DATA_CONNECTIONS, 1);
    boolean active = line.line().text("mode").equals("active");
    await(line, active ? Operation.ACTIVE_DATA : Operation.PASSIVE_DATA);
  }

  private void tlsStarted(RecordedLine line) {
    if (line.line().text("side").equals("client")) {
      RecordedSession session = session(line);
      settle(session, null);
      session.begin(line);
    }
  }

  private void command(RecordedLine line) {
    RecordedSession session = session(line);
    settle(session, null);
    totals.add(Count.COMMANDS, 1);
    Operation operation = Operation.of(line.command());
    String verdict = line.line().text("verdict");
    boolean refused = verdict.equals("deny") || verdict.equals("close");
    if (refused && !isByRule(line)) {
      totals.add(Count.REFUSED_WITHOUT_RULE, 1);
    } else {
      comparison.ask(
          line,
          session,
          operation,
          new Recorded(!refused, line.line().text("rule"), line.observed()));
    }
    session.follow(line);
  }

  /** What a limit refuses has the rule that allowed it, but no trace. */
  private static boolean isByRule(RecordedLine line) {
    return !line.line().text("rule").isEmpty() && !line.line().text("trace").isEmpty();
  }
}
