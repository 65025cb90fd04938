package io.postern.replay;

import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Verb;
import io.postern.policy.Decision;
import io.postern.policy.FilePath;
import io.postern.policy.Operation;
import io.postern.policy.Policy;
import io.postern.policy.Request;
import io.postern.policy.Subject;
import io.postern.replay.Change.Example;
import io.postern.replay.Change.Kind;
import io.postern.replay.Totals.Count;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Asks the candidate about one recorded decision after the other. */
final class Comparison {

  private final Policy candidate;
  private final Totals totals;
  private final Changes changes = new Changes();

  Comparison(Policy candidate, Totals totals) {
    this.candidate = candidate;
    this.totals = totals;
  }

  List<Change> changes() {
    return changes.sorted();
  }

  /** What the log tells of a decision. */
  record Recorded(boolean allowed, String rule, List<String> observed) {}

  /** Counts what the candidate would say, where that is something else. */
  void ask(RecordedLine line, RecordedSession session, Operation operation, Recorded recorded) {
    if (session.ended()) {
      totals.add(Count.AFTER_THE_END, 1);
      return;
    }
    FilePath path = operation.verb() == null ? FilePath.NONE : session.path(line);
    Optional<Request> request = request(line, session, operation, path);
    if (request.isEmpty()) {
      totals.add(Count.INCOMPLETE, 1);
    } else if (isUndecidable(line, session, operation, path)) {
      totals.undecidable(example(line, request.get()));
    } else {
      compare(line, session, request.get(), recorded);
    }
  }

  private boolean isUndecidable(
      RecordedLine line, RecordedSession session, Operation operation, FilePath path) {
    return path.equals(FilePath.UNKNOWN)
        && session.lacksDirectory(line)
        && candidate.needsPath(operation);
  }

  private static Optional<Request> request(
      RecordedLine line, RecordedSession session, Operation operation, FilePath path) {
    Optional<Instant> time = line.time();
    Optional<Endpoint> client = line.client();
    if (time.isEmpty() || client.isEmpty()) {
      return Optional.empty();
    }
    boolean late = operation.equals(Operation.CONNECT) && session.target() != null;
    boolean connect = operation.equals(Operation.CONNECT) && !late;
    boolean known = late || session.knowsServer(time.get());
    return Optional.of(
        new Request(
            operation,
            line.line().text("listener"),
            client.get().address(),
            connect || !known ? null : line.serverAddress().orElse(null),
            connect || !known ? null : session.target(),
            connect ? null : late ? session.targetUser() : session.user(line),
            !connect && session.tls(),
            connect ? Subject.NONE : session.certificate(),
            path,
            connect ? null : session.mode(operation),
            operation.verb() == null ? line.peer().orElse(null) : line.named().orElse(null),
            time.get()));
  }

  private void compare(
      RecordedLine line, RecordedSession session, Request request, Recorded recorded) {
    totals.add(Count.COMPARED, 1);
    Decision decision = candidate.decide(request);
    Optional<String> inTheClear =
        session.ifPrivate(line).isPresent() ? decision.privateData() : Optional.empty();
    boolean allowed = decision.allowed() && inTheClear.isEmpty();
    if (allowed != recorded.allowed()) {
      Kind kind = allowed ? Kind.NEWLY_ALLOWED : Kind.NEWLY_DENIED;
      String rule = decision.allowed() ? inTheClear.orElse(decision.rule()) : decision.rule();
      add(kind, rule, recorded.rule(), line, request);
    }
    if (allowed && recorded.allowed()) {
      decision.observed().stream()
          .filter(id -> !recorded.observed().contains(id))
          .forEach(id -> add(Kind.NEWLY_OBSERVED, id, "", line, request));
    }
    if (ends(decision, request.operation())) {
      session.end();
    }
  }

  private static boolean ends(Decision decision, Operation operation) {
    return decision.outcome() == Decision.Outcome.CLOSE
        || (!decision.allowed() && operation.equals(Operation.CONNECT));
  }

  private void add(Kind kind, String rule, String was, RecordedLine line, Request request) {
    String user = request.user() == null ? "" : request.user();
    changes.add(kind, rule, was, user, example(line, request));
  }

  private static Example example(RecordedLine line, Request request) {
    Verb verb = request.operation().verb();
    String name = verb == null ? request.operation().label() : line.line().text("verb");
    return new Example(
        request.time(),
        line.line().text("session"),
        name,
        object(line, request),
        line.line().place());
  }

  private static String object(RecordedLine line, Request request) {
    if (request.operation().verb() == null) {
      Endpoint peer = request.dataAddress();
      return peer == null ? line.line().text("client") : AddressLiteral.format(peer.address());
    }
    return request.path().state() == FilePath.State.KNOWN
        ? request.path().text()
        : line.line().text("argument");
  }
}
