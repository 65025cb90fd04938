package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {

  @ParameterizedTest(name = "{0} and {1}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                   | /             | bob | true
          /                   | /in           | bob | false
          /in                 | /in           | bob | true
          /in                 | /in/x         | bob | false
          /in                 | /IN           | bob | false
          /in/*               | /in/x         | bob | true
          /in/*               | /in           | bob | false
          /in/*               | /in/x/y       | bob | false
          /in/**              | /in           | bob | true
          /in/**              | /in/x         | bob | true
          /in/**              | /in/x/y/z     | bob | true
          /in/**              | /inside       | bob | false
          /in/**              | /             | bob | false
          /**                 | /             | bob | true
          /**                 | /a/b          | bob | true
          /*                  | /             | bob | false
          /*                  | /a            | bob | true
          /*                  | /a/b          | bob | false
          /**/*.exe           | /x.exe        | bob | true
          /**/*.exe           | /a/b/x.exe    | bob | true
          /**/*.exe           | /a/x.exe/b    | bob | false
          /**/tmp/**          | /tmp          | bob | true
          /**/tmp/**          | /a/b/tmp/c/d  | bob | true
          /**/tmp/**          | /a/b/tmpx/c   | bob | false
          /**/a/**/b          | /a/b          | bob | true
          /**/a/**/b          | /x/a/y/a/z/b  | bob | true
          /**/a/**/b          | /x/b/a        | bob | false
          /a/?                | /a/b          | bob | true
          /a/?                | /a/bc         | bob | false
          /a/?                | /a            | bob | false
          /a/?                | /a/😀         | bob | true
          /a/??               | /a/😀         | bob | false
          /a?b                | /a/b          | bob | false
          /in/*.t?t           | /in/a.b.txt   | bob | true
          /in/*a*b*c          | /in/xaxbxc    | bob | true
          /in/*a*b*c          | /in/xaxcxb    | bob | false
          /in/{a,b}/x         | /in/b/x       | bob | true
          /in/{a,b}/x         | /in/c/x       | bob | false
          /in/{a,b/c}/x       | /in/b/c/x     | bob | true
          /in/x.{tar.gz,zip}  | /in/x.tar.gz  | bob | true
          /{a,b{c,d}}/{e,f}   | /bd/e         | bob | true
          /{a,b{c,d}}/{e,f}   | /b/e          | bob | false
          /x{,-old}           | /x            | bob | true
          /x{,-old}           | /x-old        | bob | true
          {/in,/out}/*        | /out/x        | bob | true
          /home/{user}/**     | /home/bob/x   | bob | true
          /home/{user}/**     | /home/bob     | bob | true
          /home/{user}/**     | /home/bobby/x | bob | false
          /home/{user}/**     | /home/eve/x   | bob | false
          /home/{user}/**     | /home/bob/x   |     | false
          /home/{user}/**     | /home/./x     | .   | false
          /home/{user}/**     | /home/../x    | ..  | false
          /home/{user}/**     | /home/a/b     | a/b | false
          /home/{user}/**     | /home/eve/x   | *   | false
          /home/{user}/**     | /home/*/x     | *   | true
          /home/{user}/**     | /home         | ''  | false
          /in/{user}-*.csv    | /in/bob-1.csv | bob | true
          /in/{user}-*.csv    | /in/bo-1.csv  | bob | false
          /in/*{user}         | /in/bobobob   | bob | true
          /in/{a,{user}}      | /in/bob       | bob | true
          /[ab]               | /[ab]         | bob | true
          /[ab]               | /a            | bob | false
          """)
  void matches_asTheTableSays(String glob, String path, String user, boolean matches) {
    assertThat(PathPattern.of(glob).matches(path, user)).isEqualTo(matches);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          in/**      | 'in/**' does not begin with '/': write '/in/**' or '/**/in/**'
          ''         | does not begin with '/'
          /in/       | has '//' or ends in '/'
          //in       | has '//' or ends in '/'
          /in/{a,}   | has '//' or ends in '/'
          /a/../b    | has '..': paths are compared after it is resolved
          /a/./b     | has '.'
          /a**       | has '**' beside other characters: write '*', or '**' between slashes
          /***       | has '**' beside
          \\in       | holds a '\\'
          /{a,b      | has a '{' that is not closed
          /a}        | has a '}' that closes nothing
          /}{        | has a '}' that closes nothing
          /{a}       | has braces without a choice: write '{a,b}', or '{user}' for the user's name
          /{USER}    | has braces without a choice
          /{}        | has braces without a choice
          """)
  void of_mistake_saysWhatWouldBeRight(String glob, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PathPattern.of(glob))
        .withMessageContaining(message);
  }

  @Test
  void of_tooManyChoices_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PathPattern.of("/" + "{a,b}".repeat(9)))
        .withMessageContaining("more than 256 combinations");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PathPattern.of("/" + "{a,b}".repeat(200)))
        .withMessageContaining("more than 256 combinations");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PathPattern.of("/" + "a".repeat(PathPattern.MAX_LENGTH)))
        .withMessageContaining("longer than 1024");
  }

  @Test
  void toString_isTheGlob() {
    assertThat(PathPattern.of("/in/{a,{user}}")).hasToString("/in/{a,{user}}");
  }

  /** Each would take longer than the universe if stars were tried again in every combination. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
        "/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/b",
        "/**/*a*a*a*a*a*a*b/**/*a*a*a*a*a*a*b/**/c",
        "/**/*{user}*{user}*{user}*{user}*{user}*{user}b",
      })
  void matches_hostilePath_endsInBoundedTime(String glob) {
    PathPattern pattern = PathPattern.of(glob);
    String oneName = "/" + "a".repeat(8_000);
    String manyNames = "/a".repeat(4_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(pattern.matches(oneName, "aaaa")).isFalse();
          assertThat(pattern.matches(manyNames, "a")).isFalse();
        });
  }

  /** Random globs and paths over few letters, compared with the definition by recursion. */
  @Test
  void matches_randomGlobs_asByDefinition() {
    Random random = new Random(3);
    int matches = 0;
    for (int i = 0; i < 50_000; i++) {
      String glob = random(random, "ab*?", "**");
      String path = random(random, "ab", "a");
      boolean matched = PathPattern.of(glob).matches(path, null);
      assertThat(matched).as("%s and %s", glob, path).isEqualTo(GlobDefinition.matches(glob, path));
      matches += matched ? 1 : 0;
    }
    assertThat(matches).isBetween(5_000, 45_000);
  }

  private static String random(Random random, String letters, String more) {
    StringBuilder text = new StringBuilder();
    int components = 1 + random.nextInt(4);
    for (int i = 0; i < components; i++) {
      text.append('/').append(random.nextInt(3) == 0 ? more : name(random, letters));
    }
    return text.toString();
  }

  private static String name(Random random, String letters) {
    StringBuilder name = new StringBuilder();
    int length = 1 + random.nextInt(4);
    for (int i = 0; i < length; i++) {
      char next = letters.charAt(random.nextInt(letters.length()));
      boolean twoStars = next == '*' && name.toString().endsWith("*");
      name.append(twoStars ? 'a' : next);
    }
    return name.toString();
  }

  @Test
  void of_null_isNoCharacter() {
    assertThatThrownBy(() -> PathPattern.of("/a\uFFFF")).hasMessageContaining("U+FFFF");
  }
}
