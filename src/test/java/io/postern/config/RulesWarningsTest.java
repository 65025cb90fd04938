package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is allowed in a rules file, but hardly wanted: rules, limits and grants in vain. */
class RulesWarningsTest {

  /** Each rule is on a line of its own, from the second on; the line of a warning is told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {id: a, then: deny} {id: b, then: allow} | 3: rules[1]: is never asked, nor are those below: rule a matches everything and decides
          {id: a, then: deny} {id: b, then: allow} {id: c, then: allow} | 3: rules[1]: is never asked, nor are those below: rule a matches everything and decides
          {id: a, when: {user: bob}, then: deny} {id: b, when: {user: bob}, then: allow} | 3: rules[1]: is never asked: rule a has the same conditions and decides
          {id: a, when: {user: bob, verb: connect}, then: deny} | 2: rules[0].when.user: never holds: no user is known yet when a client connects
          {id: a, when: {tls: true, verb: connect}, then: deny} | 2: rules[0].when.tls: never holds: no TLS has begun yet when a client connects
          {id: a, when: {certificate: bob, verb: connect}, then: deny} | 2: rules[0].when.certificate: never holds: no TLS has begun yet when a client connects
          {id: a, when: {tls: false}, then: deny} | 2: rules[0].when.tls: refuses `connect` and `auth` too, which come before TLS: nobody can begin it. Add `verb`, such as `verb: login`
          {id: a, when: {tls: false, verb: security}, then: close} | 2: rules[0].when.tls: refuses `connect` and `auth` too, which come before TLS: nobody can begin it. Add `verb`, such as `verb: login`
          {id: a, when: {verb: pasv}, then: {private-data: true}} | 2: rules[0].then.private-data: never takes effect: it is asked at transfers and `prot`, which the rule never matches
          {id: a, when: {verb: retr}, then: {deny: true, private-data: true}} | 2: rules[0].then.private-data: never takes effect: the rule refuses what it matches
          {id: a, when: {path: /in/**, verb: noop}, then: deny} | 2: rules[0].when.path: never holds: nothing that the rule asks for is about a file
          {id: a, when: {data-port: 21, verb: stor}, then: deny} | 2: rules[0].when.data-port: never holds: nothing that the rule asks for names a data address
          {id: a, when: {direction: upload, verb: retr}, then: deny} | 2: rules[0].when.direction: never holds: nothing that the rule asks for has a data connection of this kind
          {id: a, when: {verb: stor}, then: {limit: {sessions: 5}}} | 2: rules[0].then.limit.sessions: never takes effect: it is asked when a client connects (`connect`), which the rule never matches
          {id: a, when: {verb: retr}, then: {limit: {upload-bytes: 5MB}}} | 2: rules[0].then.limit.upload-bytes: never takes effect: it is asked at uploads, which the rule never matches
          {id: a, when: {user: bob}, then: {banner: Hello.}} | 2: rules[0].then.banner: never takes effect: it is asked when a client connects (`connect`), which the rule never matches
          {id: a, when: {verb: stor}, then: {deny: true, limit: {transfers: 5}}} | 2: rules[0].then.limit: never takes effect: the rule refuses what it matches
          """)
  void ruleInVain_isWarnedOf(String rules, String told) {
    assertThat(warnings("rules:\n- " + rules.replace("} {", "}\n- {"))).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {id: a, then: observe} {id: b, then: allow}
          {id: a, then: {limit: {sessions: 5}}} {id: b, then: deny}
          {id: a, when: {tls: false, verb: login}, then: deny}
          {id: a, when: {tls: false}, unless: {verb: [connect, security]}, then: deny}
          {id: a, when: {verb: read}, then: {private-data: true}}
          {id: a, when: {user: bob}, then: {allow: true, private-data: true}}
          {id: a, unless: {user: bob}, then: deny} {id: b, then: allow}
          {id: a, when: {path: /in/**}, then: allow} {id: b, when: {path: /in/**}, then: deny}
          {id: a, when: {verb: [connect, stor], user: bob}, then: deny}
          {id: a, when: {user: bob}, then: {limit: {transfers: 5, sessions-per-user: 2}}}
          """)
  void ruleThatCounts_isNotWarnedOf(String rules) {
    assertThat(warnings("rules:\n- " + rules.replace("} {", "}\n- {"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          read                                   | denies, and no rule allows `connect`: no client gets in
          connect, read                          | denies, and no rule allows `login`: nobody can log in
          connect, login, pasv                   | denies, and rules allow `pasv` or `epsv` but not `passive-data`; `passive` is all
          connect, login, port                   | denies, and rules allow `port` or `eprt` but not `active-data`; `active` is all
          """)
  void defaultThatDenies_withoutAStep_isWarnedOf(String verbs, String told) {
    String text = "default: deny\nrules: [{id: a, when: {verb: [" + verbs + "]}, then: allow}]";
    assertThat(warnings(text)).isEqualTo("1: default: " + told);
  }

  @Test
  void defaultThatDenies_activeModeOnlyByPort_isWarnedOf() {
    assertThat(
            warnings(
                "default: deny\nrules: [{id: a, when: {verb: [connect, login]}, then: allow},"
                    + " {id: b, when: {verb: active, data-port: 1024-65535}, then: allow}]"))
        .isEqualTo(
            "1: default: denies, and rules allow `port` or `eprt` but not `active-data`;"
                + " `active` is all");
  }

  @Test
  void defaultThatDenies_withAllSteps_isNotWarnedOf() {
    assertThat(
            warnings(
                "default: deny\n"
                    + "rules: [{id: a, when: {verb: [connect, login, passive]}, then: allow}]"))
        .isEmpty();
  }

  private static String warnings(String text) {
    return RulesFileTest.load(text).warnings().stream()
        .map(each -> each.line() + ": " + each.key() + ": " + each.message())
        .collect(Collectors.joining(" & "));
  }
}
