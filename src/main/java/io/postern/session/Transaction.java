package io.postern.session;

import io.postern.ftp.Command;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import io.postern.ftp.Verdict;
import io.postern.policy.Limits;
import io.postern.policy.Quotas.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One command of the client, what went upstream for it, and how far its reply is. */
final class Transaction {

  private final Command command;
  private final long startedNanos;
  private Verb upstream;
  private Verdict verdict = Verdict.ALLOW;
  private String reason = "";
  private @Nullable Reply local;
  private @Nullable DataChannel channel;
  private Permit permit = Permit.OPEN;
  private @Nullable Place place;
  private boolean own;
  private boolean awaitingServer;
  private boolean preliminary;
  private boolean mayBeSilent;
  private boolean replied;

  Transaction(Command command, long startedNanos) {
    this.command = command;
    this.startedNanos = startedNanos;
    this.upstream = command.verb();
  }

  Command command() {
    return command;
  }

  Verb verb() {
    return command.verb();
  }

  Verb.Kind kind() {
    return command.verb().kind();
  }

  long startedNanos() {
    return startedNanos;
  }

  /** What the server was asked; another verb than the client's where forms are translated. */
  Verb upstream() {
    return upstream;
  }

  Verdict verdict() {
    return verdict;
  }

  String reason() {
    return reason;
  }

  /** The gateway asks it for itself: the client hears nothing of it. */
  void markOwn() {
    own = true;
    replied = true;
  }

  /** Whether the gateway asks it for itself. */
  boolean own() {
    return own;
  }

  /** What the rules said to it. */
  Permit permit() {
    return permit;
  }

  void permit(Permit said) {
    permit = said;
  }

  /** What the rules that matched it limit. */
  List<Limits> limits() {
    return permit.limits();
  }

  /** Its place among all transfers, if rules limit them. */
  @Nullable Place place() {
    return place;
  }

  void place(@Nullable Place taken) {
    place = taken;
  }

  /** It ends the session. */
  void closed(String why) {
    verdict = Verdict.CLOSE;
    reason = why;
  }

  /** It went to the server, which owes a final reply. */
  void sent(Verb asked, Verdict as) {
    upstream = asked;
    verdict = as;
    awaitingServer = true;
  }

  /** It never goes to the server. */
  void denied(Verdict as, String why, Reply answer) {
    verdict = as;
    reason = why;
    local = answer;
  }

  /** The gateway answers in the server's place; what the server still owes is swallowed. */
  void overtaken(String why, Reply answer) {
    reason = why;
    local = answer;
  }

  /** The gateway's own answer, if it gave or will give one. */
  @Nullable Reply local() {
    return local;
  }

  /** The data connection that a set-up announced or a transfer uses. */
  @Nullable DataChannel channel() {
    return channel;
  }

  void channel(@Nullable DataChannel bound) {
    channel = bound;
  }

  /** Whether the server still owes the final reply. */
  boolean awaitingServer() {
    return awaitingServer;
  }

  void serverAnswered() {
    awaitingServer = false;
  }

  /** Whether a 1xx has come. */
  boolean preliminary() {
    return preliminary;
  }

  /**
   * Whether the server may never say its last word to it. So it is where a 1xx has come more than
   * once, which RFC 959 section 4.2 does not allow.
   */
  boolean mayBeSilent() {
    return mayBeSilent;
  }

  void markMayBeSilent() {
    mayBeSilent = true;
  }

  void sawPreliminary() {
    mayBeSilent = mayBeSilent || preliminary;
    preliminary = true;
  }

  /** Whether it is a transfer that the gateway has answered, or will, in the server's place. */
  boolean overtakenTransfer() {
    return kind() == Verb.Kind.TRANSFER && local != null;
  }

  /** Whether the client has its final reply. */
  boolean replied() {
    return replied;
  }

  void markReplied() {
    replied = true;
  }
}
