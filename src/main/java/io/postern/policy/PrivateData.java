package io.postern.policy;

import io.postern.ftp.Command;
import io.postern.ftp.Protection;
import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import java.util.Optional;

/** What a client is told where data connections have to be private (RFC 4217 section 9). */
public final class PrivateData {

  /** To PROT C. */
  public static final Reply TOO_LOW = Reply.of(534, "Data connections are private here: PROT P.");

  /** To a transfer of a client that could send PROT P, and did not. */
  public static final Reply REQUIRED =
      Reply.of(521, "Data connections are private here: send PROT P first.");

  private static final Reply REQUIRED_UNDER_TLS =
      Reply.of(521, "Data connections are private here: send AUTH TLS and PROT P first.");

  private PrivateData() {}

  /**
   * The reply to a command that a rule's demand refuses; empty if it meets the demand, or has
   * nothing to do with it.
   *
   * @param tls whether the client's control channel is under TLS
   * @param data how the client's data connections are protected
   */
  public static Optional<Reply> refusal(Command command, boolean tls, Protection data) {
    if (command.verb() == Verb.PROT) {
      return tls && command.argumentText().equalsIgnoreCase("C")
          ? Optional.of(TOO_LOW)
          : Optional.empty();
    }
    boolean open = command.verb().kind() == Verb.Kind.TRANSFER && data == Protection.CLEAR;
    return open ? Optional.of(tls ? REQUIRED : REQUIRED_UNDER_TLS) : Optional.empty();
  }
}
