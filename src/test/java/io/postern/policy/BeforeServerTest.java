package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.RulesFile;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Verb;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to a login while nobody knows where it leads. */
class BeforeServerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "allow | {when: {target: x}, then: deny} | true",
        "allow | {when: {server: 10.0.0.0/8}, then: close} | true",
        "allow | {unless: {target: x}, then: deny} | true",
        "allow | {when: {user: anna}, then: deny} | false",
        "allow | {when: {user: bob, target: x}, unless: {target: y}, then: deny} | true",
        "allow | {when: {verb: login}, unless: {tls: true}, then: deny} | false",
        "deny | {when: {target: x}, then: allow} | true",
        "deny | {when: {target: x, user: bob}, then: allow} | false",
        "deny | {when: {target: x, tls: true}, then: allow} | false",
      })
  void decideBeforeServer_deniesWhatNoServerCouldMakeAllowed(
      String otherwise, String rule, boolean allowed) throws Exception {
    assertThat(decide(otherwise, rule).allowed()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{then: {limit: {sessions: 1}}} | 1",
        "{when: {target: x}, then: {limit: {sessions: 1}}} | 0"
      })
  void decideBeforeServer_limitsWhereItIsCertain(String rule, int limits) throws Exception {
    assertThat(decide("allow", rule).limits()).hasSize(limits);
  }

  private static Decision decide(String otherwise, String rule) throws Exception {
    String yaml =
        "default: " + otherwise + "\nrules: [" + rule.replaceFirst("\\{", "{id: it, ") + "]";
    RuleList rules =
        RulesFile.parse("r", yaml.getBytes(StandardCharsets.UTF_8), Path.of("")).rules();
    return Policy.of(1, false, Map.of(), rules).decideBeforeServer(request());
  }

  private static Request request() {
    return new Request(
        Operation.of(Verb.USER),
        "ftp",
        AddressLiteral.parse("192.0.2.10").orElseThrow(),
        null,
        "anna",
        false,
        Subject.NONE,
        FilePath.NONE,
        null,
        null,
        Instant.EPOCH);
  }
}
