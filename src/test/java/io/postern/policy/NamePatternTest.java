package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bob    | bob        | true
          bob    | Bob        | false
          bob    | bobby      | false
          acme-* | acme-      | true
          acme-* | acme-x     | true
          acme-* | xacme-x    | false
          *-temp | a-temp     | true
          *-temp | a-temporal | false
          *      | ''         | true
          *      | a/b        | true
          b?b    | bob        | true
          b?b    | bb         | false
          b?b    | b😀b       | true
          a.c    | abc        | false
          [ab]   | a          | false
          {a,b}  | a          | false
          """)
  void glob_matches(String glob, String name, boolean matches) {
    assertThat(NamePattern.glob(glob).matches(name)).isEqualTo(matches);
  }

  @ParameterizedTest(name = "/{0}/ and {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          eu-[0-9]+    | eu-17    | true
          eu-[0-9]+    | eu-17x   | false
          eu-[0-9]+    | xeu-17   | false
          (?i)bob      | BOB      | true
          'a|b'        | b        | true
          'a|b'        | ab       | false
          ^bob$        | bob      | true
          \\p{Greek}+  | αβγ      | true
          .*           | ''       | true
          """)
  void regex_matchesTheWholeName(String expression, String name, boolean matches) {
    assertThat(NamePattern.regex(expression).matches(name)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "a{2,1}", "[z-a]", "(?=a)", "(a)\\1", "*", "\\"})
  void regex_notOne_isRefused(String expression) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NamePattern.regex(expression))
        .withMessageStartingWith("/" + expression + "/ is no regular expression of RE2: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a{100}){100}", "((a{1000}){1000}){1000}", "((((a{1,50}){50}){50,}){50}){50}"})
  void regex_tooLarge_isRefused(String expression) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NamePattern.regex(expression))
        .withMessage("/" + expression + "/ is too large: it repeats too much too often");
  }

  @Test
  void glob_empty_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> NamePattern.glob(""));
  }

  @Test
  void toString_isWhatStandsInTheFile() {
    assertThat(NamePattern.glob("acme-*")).hasToString("acme-*");
    assertThat(NamePattern.regex("eu-[0-9]+")).hasToString("/eu-[0-9]+/");
  }

  @Test
  void matches_hostileName_endsInBoundedTime() {
    String name = "a".repeat(8_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(NamePattern.glob("*a".repeat(50) + "b").matches(name)).isFalse();
          assertThat(NamePattern.regex("(a+)+b").matches(name)).isFalse();
          assertThat(NamePattern.regex("(a|aa|a*)*b").matches(name)).isFalse();
        });
  }
}
