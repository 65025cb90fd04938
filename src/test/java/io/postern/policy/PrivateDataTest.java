package io.postern.policy;

import static io.postern.policy.Effect.Verdict.ALLOW;
import static io.postern.policy.Effect.Verdict.CLOSE;
import static io.postern.policy.Effect.Verdict.DENY;
import static io.postern.policy.Effect.Verdict.NONE;
import static io.postern.policy.Effect.Verdict.OBSERVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Command;
import io.postern.ftp.Line;
import io.postern.ftp.Protection;
import io.postern.ftp.Reply;
import io.postern.policy.Effect.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rules demand private data connections, and what is refused then. */
class PrivateDataTest {

  private static final When IN = When.any().path("/in/**");

  private static Effect demanding(Verdict verdict) {
    return new Effect(verdict, Optional.empty(), Optional.empty(), Grants.NONE, true);
  }

  private static Optional<String> demandOf(Requests request, Rule... rules) {
    RuleList list = new RuleList(List.of(rules), Effect.ALLOW, false, true);
    return Policy.of(1, false, Map.of(), list).decide(request.request()).privateData();
  }

  @Test
  void decide_ruleThatMatches_demands() {
    assertThat(demandOf(Requests.any(), IN.rule("a", demanding(NONE)))).contains("a");
    assertThat(demandOf(Requests.any(), IN.rule("a", demanding(ALLOW)))).contains("a");
    assertThat(demandOf(Requests.any(), IN.rule("a", demanding(OBSERVE)))).contains("a");
    assertThat(demandOf(Requests.any(), When.any().path("/out").rule("a", demanding(NONE))))
        .isEmpty();
  }

  @Test
  void decide_firstOfThoseUpToTheOneThatDecides_isNamed() {
    Rule first = IN.rule("first", demanding(NONE));
    Rule second = IN.rule("second", demanding(ALLOW));
    assertThat(demandOf(Requests.any(), first, second)).contains("first");
    assertThat(demandOf(Requests.any(), IN.rule("allows", ALLOW), second)).isEmpty();
  }

  @Test
  void decide_ruleThatRefuses_demandsNothing() {
    assertThat(demandOf(Requests.any(), IN.rule("a", demanding(DENY)))).isEmpty();
    assertThat(demandOf(Requests.any(), IN.rule("a", demanding(CLOSE)))).isEmpty();
  }

  /** What may be a secret is kept as one, also where the rule that would allow it is passed by. */
  @Test
  void decide_pathThatCanNotBeTold_demandsAllTheSame() {
    Requests anywhere = Requests.any().path(FilePath.UNKNOWN);
    assertThat(demandOf(anywhere, IN.rule("a", demanding(NONE)))).contains("a");
    assertThat(demandOf(anywhere, IN.rule("a", demanding(ALLOW)))).contains("a");
  }

  @ParameterizedTest
  @CsvSource({
    "RETR x, false, CLEAR, 521",
    "RETR x, true, CLEAR, 521",
    "RETR x, true, PRIVATE, 0",
    "RETR x, false, PRIVATE, 0",
    "LIST, true, CLEAR, 521",
    "STOU, true, CLEAR, 521",
    "PROT C, true, CLEAR, 534",
    "prot c, true, PRIVATE, 534",
    "PROT P, true, CLEAR, 0",
    "PROT C, false, CLEAR, 0",
    "PASV, true, CLEAR, 0",
    "SIZE x, true, CLEAR, 0"
  })
  void refusal_ofACommand(String line, boolean tls, Protection data, int code) {
    Command command = Command.parse(Line.of(line)).orElseThrow();
    assertThat(PrivateData.refusal(command, tls, data).map(Reply::code).orElse(0)).isEqualTo(code);
  }
}
