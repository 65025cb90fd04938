package io.postern.upstream;

import io.postern.ftp.ExtendedPassiveReply;
import io.postern.ftp.PassiveReply;
import io.postern.ftp.Reply;
import io.postern.upstream.ProbeSettings.Login;
import io.postern.upstream.ProbeVerdict.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a probe says to a server: waits for 220 (RFC 959 section 5.4), logs in, asks for a passive
 * port, and says QUIT, so that the server's log shows no broken session. Replies in, lines out; one
 * dialogue for one probe. The verdict stands as soon as it is known: a server that is slow to
 * answer QUIT is not ill. Belongs to one thread.
 */
public final class ProbeDialogue {

  private static final int SERVICE_CLOSES = 421;
  private static final int GREETING = 220;
  private static final int LOGGED_IN = 230;
  private static final int LOGGED_IN_BY_SECURITY = 232;
  private static final int NEEDS_PASSWORD = 331;
  private static final int SUPERFLUOUS = 202;

  private final ProbeSettings settings;
  private final boolean ipv6;
  private Phase phase = Phase.GREETING;
  private @Nullable ProbeVerdict verdict;

  private enum Phase {
    GREETING,
    USER,
    PASSWORD,
    PASSIVE,
    QUIT,
    OVER
  }

  /** What to do next. */
  public sealed interface Step {

    /** A whole line to send, with CR LF; then wait for the next reply. It may hold a password. */
    record Send(byte[] line) implements Step {}

    /** Wait for the next reply. */
    record Wait() implements Step {}

    /** Close the connection. */
    record Done(ProbeVerdict verdict) implements Step {}
  }

  /**
   * A dialogue that waits for the greeting.
   *
   * @param ipv6 whether the server is spoken to over IPv6: EPSV then, for PASV can't name its
   *     address
   */
  public ProbeDialogue(ProbeSettings settings, boolean ipv6) {
    this.settings = settings;
    this.ipv6 = ipv6;
  }

  /** Takes the server's next reply. */
  public Step receive(Reply reply) {
    if (reply.isPreliminary()) {
      return new Step.Wait(); // 120: ready in some minutes; the probe's time limit decides.
    }
    return reply.code() == SERVICE_CLOSES ? refused(reply) : answered(reply);
  }

  /** The server has closed the connection. */
  public Step closed() {
    return over(Outcome.CLOSED);
  }

  /** The server sent what is no reply. */
  public Step malformed() {
    return over(Outcome.FOREIGN);
  }

  /** The time of the probe is over. */
  public Step overdue() {
    return over(Outcome.OVERDUE);
  }

  /** What was found, as soon as it is known. */
  public Optional<ProbeVerdict> verdict() {
    return Optional.ofNullable(verdict);
  }

  private Step answered(Reply reply) {
    return switch (phase) {
      case GREETING -> reply.code() == GREETING ? login() : failed(Outcome.NO_GREETING, reply);
      case USER -> user(reply);
      case PASSWORD ->
          isLoggedIn(reply) || reply.code() == SUPERFLUOUS
              ? passive()
              : failed(Outcome.NO_LOGIN, reply);
      case PASSIVE -> offersPort(reply) ? quit(Outcome.PASSED, 0) : failed(Outcome.NO_DATA, reply);
      case QUIT, OVER -> over(Outcome.PASSED);
    };
  }

  private Step login() {
    return settings
        .login()
        .map(login -> send(Phase.USER, "USER " + login.user()))
        .orElseGet(() -> quit(Outcome.PASSED, 0));
  }

  private Step user(Reply reply) {
    if (isLoggedIn(reply)) {
      return passive();
    }
    return reply.code() == NEEDS_PASSWORD ? password() : failed(Outcome.NO_LOGIN, reply);
  }

  private Step password() {
    return send(Phase.PASSWORD, "PASS " + settings.login().map(Login::password).orElse(""));
  }

  private Step passive() {
    return settings.passive()
        ? send(Phase.PASSIVE, ipv6 ? "EPSV" : "PASV")
        : quit(Outcome.PASSED, 0);
  }

  private boolean offersPort(Reply reply) {
    return ipv6
        ? ExtendedPassiveReply.parse(reply).isPresent()
        : PassiveReply.parse(reply).isPresent();
  }

  private static boolean isLoggedIn(Reply reply) {
    return reply.code() == LOGGED_IN || reply.code() == LOGGED_IN_BY_SECURITY;
  }

  /** 421 ends the session wherever it comes: no QUIT any more. */
  private Step refused(Reply reply) {
    Outcome outcome =
        switch (phase) {
          case GREETING -> Outcome.NO_GREETING;
          case USER, PASSWORD -> Outcome.NO_LOGIN;
          case PASSIVE -> Outcome.NO_DATA;
          case QUIT, OVER -> Outcome.PASSED;
        };
    return over(outcome, reply.code());
  }

  private Step failed(Outcome outcome, Reply reply) {
    return quit(outcome, reply.code());
  }

  private Step quit(Outcome outcome, int code) {
    verdict = new ProbeVerdict(outcome, code);
    return send(Phase.QUIT, "QUIT");
  }

  private Step over(Outcome outcome) {
    return over(outcome, 0);
  }

  /** The first verdict holds. */
  private Step over(Outcome outcome, int code) {
    phase = Phase.OVER;
    ProbeVerdict found = verdict == null ? new ProbeVerdict(outcome, code) : verdict;
    verdict = found;
    return new Step.Done(found);
  }

  private Step send(Phase next, String line) {
    phase = next;
    return new Step.Send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }
}
