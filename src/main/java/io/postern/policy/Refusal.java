package io.postern.policy;

import io.postern.ftp.Reply;
import io.postern.ftp.Verb;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What a client is told when a policy refuses something (RFC 959 section 4.2.2). */
public final class Refusal {

  private static final String TEXT = "Not allowed by policy.";

  private Refusal() {}

  /**
   * The reply to what is refused: the rule's own, or what fits the operation. A client that has
   * just connected and one whose session ends get 421, whatever code the rule names: RFC 959
   * section 5.4 knows no other refusal there. For a data connection it is the final reply of its
   * transfer.
   *
   * @param decision one that does not allow
   */
  public static Reply reply(Operation operation, Decision decision) {
    boolean ends = decision.outcome() == Decision.Outcome.CLOSE || isConnect(operation);
    if (ends) {
      return Reply.of(421, decision.reply().map(Reply::text).orElse(TEXT));
    }
    return decision.reply().orElseGet(() -> Reply.of(code(operation), TEXT));
  }

  /** The same reply with a trace id at its end, so that a user can tell an administrator which. */
  public static Reply withTrace(Reply reply, String trace) {
    List<byte[]> lines = new ArrayList<>(reply.lines());
    int last = lines.size() - 1;
    byte[] mark = (" [" + trace + "]").getBytes(StandardCharsets.US_ASCII);
    byte[] line = Arrays.copyOf(lines.get(last), lines.get(last).length + mark.length);
    System.arraycopy(mark, 0, line, line.length - mark.length, mark.length);
    lines.set(last, line);
    return new Reply(reply.code(), lines, reply.doubtful());
  }

  private static boolean isConnect(Operation operation) {
    return operation.equals(Operation.CONNECT);
  }

  private static int code(Operation operation) {
    if (operation.verb() == null) {
      return 425; // "Can't open data connection" is what the client sees of a reset one.
    }
    Verb verb = Objects.requireNonNull(operation.verb());
    return switch (verb.kind()) {
      case LOGIN -> 530;
      case TRANSFER -> 550;
      case SET_UP, UNSUPPORTED_SET_UP, SECURITY -> 502;
      case PLAIN -> isAboutFiles(verb) ? 550 : 502;
    };
  }

  private static boolean isAboutFiles(Verb verb) {
    return switch (verb) {
      case CWD, CDUP, XCWD, XCUP, STAT, MKD, XMKD, RMD, XRMD, RMDA, DELE, RNFR, RNTO -> true;
      case SIZE, MDTM, MFMT, MFCT, MFF, MLST, DSIZ, AVBL, COMB, CPFR, CPTO, SMNT -> true;
      case HASH, XCRC, XMD5, MD5, MMD5, XSHA, XSHA1, XSHA256, XSHA384, XSHA512 -> true;
      default -> false;
    };
  }
}
