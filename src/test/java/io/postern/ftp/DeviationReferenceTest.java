package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The README's table of deviations is the one that the code has. To write it anew: {@code mvn test
 * -Dtest=DeviationReferenceTest -Dpostern.readme=write}.
 */
class DeviationReferenceTest {

  private static final Path README = Path.of("README.md");
  private static final String BEGIN = "<!-- deviations: begin -->\n";
  private static final String END = "<!-- deviations: end -->\n";

  @Test
  void readme_deviations_areThoseOfTheCode() throws Exception {
    if ("write".equals(System.getProperty("postern.readme"))) {
      Files.writeString(README, withTable(Files.readString(README)));
    }
    String readme = Files.readString(README);
    assertThat(readme)
        .as("written anew by: mvn test -Dtest=DeviationReferenceTest -Dpostern.readme=write")
        .isEqualTo(withTable(readme));
  }

  private static String withTable(String readme) {
    int begin = readme.indexOf(BEGIN);
    int end = readme.indexOf(END);
    assertThat(begin).isPositive();
    assertThat(end).isGreaterThan(begin);
    return readme.substring(0, begin + BEGIN.length()) + table() + readme.substring(end);
  }

  private static String table() {
    return "| name | lenient | strict | at least | what it is | departs from |\n"
        + "|---|---|---|---|---|---|\n"
        + Stream.of(Deviation.values())
            .map(DeviationReferenceTest::row)
            .collect(Collectors.joining());
  }

  private static String row(Deviation deviation) {
    return String.format(
        Locale.ROOT,
        "| `%s` | %s | %s | %s | %s | %s |%n",
        deviation.label(),
        label(deviation.lenient()),
        label(deviation.strict()),
        deviation.least() == Stance.ALLOW ? "" : label(deviation.least()),
        deviation.description().replace("*", "\\*"),
        deviation.reference());
  }

  private static String label(Stance stance) {
    return stance.name().toLowerCase(Locale.ROOT);
  }
}
