package io.postern.ftp;

import io.postern.testing.ReadmePart;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The README's table of deviations is the one that the code has. To write it anew: {@code mvn test
 * -Dtest=DeviationReferenceTest -Dpostern.readme=write}.
 */
class DeviationReferenceTest {

  @Test
  void readme_deviations_areThoseOfTheCode() throws Exception {
    ReadmePart.assertIs("deviations", table(), getClass());
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
