package io.postern.config;

import io.postern.policy.Decision.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One case of a file of rule tests.
 *
 * @param name its name
 * @param line where it begins, from 1
 * @param given what is asked
 * @param expect what has to come
 */
public record RuleTest(String name, int line, GivenRequest given, Expected expect) {

  /** When a case happens that does not say: at noon of a Monday, so that each run is the same. */
  public static final Instant TIME = Instant.parse("2026-01-05T12:00:00Z");

  /**
   * What has to come; what is empty does not matter.
   *
   * @param verdict what is decided
   * @param rule the id of the rule that decides, or {@code default}
   * @param reply what a client is told that is refused
   * @param observed exactly these rules observe
   * @param limits these limits apply, among others
   * @param privateData whether data connections have to be private
   */
  public record Expected(
      Outcome verdict,
      Optional<String> rule,
      Optional<ExpectedReply> reply,
      Optional<List<String>> observed,
      List<String> limits,
      Optional<Boolean> privateData) {}

  /**
   * A reply.
   *
   * @param code 400 to 599
   * @param text without the trace id; empty if it does not matter
   */
  public record ExpectedReply(int code, String text) {

    /** As it stands in a file. */
    @Override
    public String toString() {
      return text.isEmpty() ? String.valueOf(code) : code + " " + text;
    }
  }
}
