package io.postern.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of the README that is made from the code, between {@code <!-- NAME: begin -->} and {@code
 * <!-- NAME: end -->}. With {@code -Dpostern.readme=write} it is written anew before it is
 * compared.
 */
public final class ReadmePart {

  private static final Path README = Path.of("README.md");

  private ReadmePart() {}

  /**
   * Compares a part with what the code makes.
   *
   * @param test whoever asks
   */
  public static void assertIs(String name, String made, Class<?> test) throws IOException {
    if ("write".equals(System.getProperty("postern.readme"))) {
      Files.writeString(README, with(name, made, Files.readString(README)));
    }
    String readme = Files.readString(README);
    assertThat(readme)
        .as("written anew by: mvn test -Dtest=%s -Dpostern.readme=write", test.getSimpleName())
        .isEqualTo(with(name, made, readme));
  }

  private static String with(String name, String made, String readme) {
    String mark = "<!-- " + name + ": begin -->\n";
    int begin = readme.indexOf(mark);
    int end = readme.indexOf("<!-- " + name + ": end -->\n");
    assertThat(begin).as("the begin of " + name).isPositive();
    assertThat(end).as("the end of " + name).isGreaterThan(begin);
    return readme.substring(0, begin + mark.length()) + made + readme.substring(end);
  }
}
