package io.postern.session;

import io.postern.event.GatewayEvent.RuleApplied;
import io.postern.event.RuleEffect;
import io.postern.event.Ruling;
import io.postern.ftp.DataMode;
import io.postern.ftp.Endpoint;
import io.postern.ftp.Reply;
import io.postern.policy.Decision;
import io.postern.policy.FilePath;
import io.postern.policy.Operation;
import io.postern.policy.Policy;
import io.postern.policy.Refusal;
import io.postern.policy.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the rules, tells what they refuse, and gives each refusal its trace id. */
final class RuleCheck {

  private final SessionContext context;
  private final Security security;
  private long traces;

  RuleCheck(SessionContext context, Security security) {
    this.context = context;
    this.security = security;
  }

  /** A request about no file and no data connection. */
  Permit ask(Operation operation) {
    return ask(operation, context.ref().user(), FilePath.NONE, null, null);
  }

  /** A request that is no command: whether data connections are private is of no concern here. */
  Permit ask(
      Operation operation,
      @Nullable String user,
      FilePath path,
      @Nullable DataMode mode,
      @Nullable Endpoint dataAddress) {
    return ask(operation, user, path, mode, dataAddress, Optional.empty());
  }

  /**
   * Asks, and tells what is refused.
   *
   * @param user the name that the request is made under
   * @param dataAddress see {@link Request}
   * @param ifPrivate what the client is told if the rules demand private data connections; empty if
   *     the command meets that, or has nothing to do with it
   */
  Permit ask(
      Operation operation,
      @Nullable String user,
      FilePath path,
      @Nullable DataMode mode,
      @Nullable Endpoint dataAddress,
      Optional<Reply> ifPrivate) {
    Policy policy = context.policy();
    if (policy.rules().isOpen()) {
      return Permit.OPEN;
    }
    Request request = request(operation, connected(), user, path, mode, dataAddress);
    Decision decision = decide(policy, request);
    if (!decision.allowed()) {
      return refused(request, decision);
    }
    return decision.privateData().isPresent() && ifPrivate.isPresent()
        ? inTheClear(request, decision, decision.privateData().get(), ifPrivate.get())
        : allowed(request, decision);
  }

  private Decision decide(Policy policy, Request request) {
    Decision decision =
        serverless(request) ? policy.decideBeforeServer(request) : policy.decide(request);
    for (String observed : decision.observed()) {
      tell(request, RuleEffect.OBSERVE, observed, trace(), remedy(request.operation(), observed));
    }
    return decision;
  }

  /** Whether the gateway itself answers, because the client has yet to say where it goes. */
  private boolean serverless(Request request) {
    return request.server() == null
        && context.settings().entry().kind().isLate()
        && !request.operation().equals(Operation.CONNECT);
  }

  /** Asks about a server that the client has named. */
  Permit askConnect(String user, InetAddress server) {
    Policy policy = context.policy();
    if (policy.rules().isOpen()) {
      return Permit.OPEN;
    }
    Request request = toConnect(user, server);
    Decision decision = decide(policy, request);
    return decision.allowed() ? allowed(request, decision) : refused(request, decision);
  }

  /**
   * Which of a server's addresses may be connected, without telling anybody: those that are decided
   * as the first that is allowed. Which of them answers is not known before, and the limits of
   * another rule would not be those that the session is counted for.
   */
  List<InetAddress> allowedAlike(String user, List<InetAddress> addresses) {
    Policy policy = context.policy();
    if (policy.rules().isOpen()) {
      return addresses;
    }
    List<InetAddress> alike = new ArrayList<>();
    @Nullable Decision first = null;
    for (InetAddress address : addresses) {
      Decision decision = policy.decide(toConnect(user, address));
      if (decision.allowed() && (first == null || decision.equals(first))) {
        first = decision;
        alike.add(address);
      }
    }
    return alike;
  }

  private Request toConnect(String user, InetAddress server) {
    return request(Operation.CONNECT, server, user, FilePath.NONE, null, null);
  }

  /** Whether the rules deny an operation whatever it is about; tells nothing. */
  boolean hides(Operation operation) {
    Policy policy = context.policy();
    return !policy.rules().isOpen()
        && policy.deniesForCertain(
            request(operation, connected(), context.ref().user(), FilePath.NONE, null, null));
  }

  private @Nullable InetAddress connected() {
    Endpoint server = context.ref().server();
    return server == null ? null : server.address();
  }

  private Request request(
      Operation operation,
      @Nullable InetAddress server,
      @Nullable String user,
      FilePath path,
      @Nullable DataMode mode,
      @Nullable Endpoint dataAddress) {
    return new Request(
        operation,
        context.ref().listener(),
        context.client().address(),
        server,
        context.target(),
        user,
        security.client(),
        security.certificate(),
        path,
        mode,
        dataAddress,
        context.time());
  }

  private Permit allowed(Request request, Decision decision) {
    return new Permit(
        decision.outcome(),
        new Ruling(decision.rule(), "", decision.observed(), request.path().text()),
        decision.limits(),
        decision.grants(),
        Optional.empty());
  }

  private Permit refused(Request request, Decision decision) {
    String trace = trace();
    boolean closes = decision.outcome() == Decision.Outcome.CLOSE;
    String rule = decision.rule();
    String remedy = remedy(request.operation(), rule);
    tell(request, closes ? RuleEffect.CLOSE : RuleEffect.DENY, rule, trace, remedy);
    Reply reply = Refusal.reply(request.operation(), decision);
    return refused(request, decision, rule, trace, reply);
  }

  /** It would be allowed, were its data connection under TLS. */
  private Permit inTheClear(Request request, Decision decision, String rule, Reply reply) {
    String trace = trace();
    tell(request, RuleEffect.DENY, rule, trace, "PROT P, or no `private-data` in rule " + rule);
    return refused(request, decision, rule, trace, reply);
  }

  private Permit refused(
      Request request, Decision decision, String rule, String trace, Reply reply) {
    return new Permit(
        decision.outcome() == Decision.Outcome.CLOSE
            ? Decision.Outcome.CLOSE
            : Decision.Outcome.DENY,
        new Ruling(rule, trace, decision.observed(), request.path().text()),
        decision.limits(),
        decision.grants(),
        Optional.of(
            context.policy().rules().traceInReply() ? Refusal.withTrace(reply, trace) : reply));
  }

  private void tell(Request request, RuleEffect effect, String rule, String trace, String remedy) {
    context.publish(
        new RuleApplied(
            context.ref(),
            request.operation().label(),
            effect,
            rule,
            trace,
            request.path().text(),
            request.dataAddress(),
            request.operation().equals(Operation.CONNECT) ? request.server() : null,
            remedy));
  }

  private static String remedy(Operation operation, String rule) {
    return rule.equals(Policy.DEFAULT_RULE)
        ? "a rule that allows " + operation
        : "a rule above " + rule + " that allows " + operation + ", or another `then` in it";
  }

  private String trace() {
    return context.ref().id() + "-" + ++traces;
  }
}
