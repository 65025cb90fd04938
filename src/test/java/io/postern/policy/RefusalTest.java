package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Reply;
import io.postern.policy.Decision.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {

  private static Decision refused(Outcome outcome, Optional<Reply> reply) {
    return new Decision(outcome, "r", reply, List.of(), List.of(), Grants.NONE, Optional.empty());
  }

  private static String line(Reply reply) {
    return reply.code() + " " + reply.text();
  }

  @ParameterizedTest
  @CsvSource({
    "connect,421",
    "user,530",
    "pass,530",
    "port,502",
    "lpsv,502",
    "noop,502",
    "auth,502",
    "site,502",
    "other,502",
    "stor,550",
    "list,550",
    "cwd,550",
    "dele,550",
    "xcrc,550",
    "active-data,425",
    "passive-data,425"
  })
  void reply_ruleWithoutOne_fitsTheOperation(String operation, int code) {
    Operation asked = Operation.of(operation).orElseThrow();
    assertThat(line(Refusal.reply(asked, refused(Outcome.DENY, Optional.empty()))))
        .isEqualTo(code + " Not allowed by policy.");
  }

  @Test
  void reply_ruleWithOne_isTheRules() {
    Decision decision = refused(Outcome.DENY, Optional.of(Reply.of(553, "No programs.")));
    assertThat(line(Refusal.reply(Operation.of("stor").orElseThrow(), decision)))
        .isEqualTo("553 No programs.");
  }

  @Test
  void reply_sessionThatEnds_is421WithTheRulesText() {
    Optional<Reply> own = Optional.of(Reply.of(550, "Go away."));
    assertThat(line(Refusal.reply(Operation.CONNECT, refused(Outcome.DENY, own))))
        .isEqualTo("421 Go away.");
    assertThat(
            line(
                Refusal.reply(
                    Operation.of("stor").orElseThrow(), refused(Outcome.CLOSE, Optional.empty()))))
        .isEqualTo("421 Not allowed by policy.");
  }

  @Test
  void withTrace_standsAtTheEnd() {
    assertThat(line(Refusal.withTrace(Reply.of(550, "Not allowed by policy."), "s1-7")))
        .isEqualTo("550 Not allowed by policy. [s1-7]");
  }
}
