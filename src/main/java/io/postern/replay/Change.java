package io.postern.replay;

import java.time.Instant;
import java.util.Locale;

/**
 * Decisions that would be others, counted together where rule and user are the same.
 *
 * @param kind what would change
 * @param rule the id of the candidate's rule that decides
 * @param was the id of the rule that decided as recorded; empty if the log names none
 * @param user the user's name, raw; empty before there was one
 * @param count how many
 * @param example the first of them
 */
public record Change(Kind kind, String rule, String was, String user, long count, Example example) {

  /** What would change. */
  public enum Kind {
    /** It was done, and would be refused. */
    NEWLY_DENIED,
    /** A rule refused it, and it would be allowed. */
    NEWLY_ALLOWED,
    /** It was done and would be; a rule would observe it that did not. */
    NEWLY_OBSERVED;

    /** The name in reports: {@code newly-denied}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One of them.
   *
   * @param time when it was decided
   * @param session the session's id
   * @param operation the verb as the client wrote it, or {@code connect}, {@code active-data},
   *     {@code passive-data}
   * @param object the path if it is known, the argument or the address otherwise; raw, may be empty
   * @param place {@code FILE:LINE}
   */
  public record Example(
      Instant time, String session, String operation, String object, String place) {}
}
