package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatStringTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%x%x%x",
        "%s%s%s%s",
        "%.f%.f%.f",
        "a%p%p%pb",
        "%%%d%d%d",
        "%08x.%08x.%08x.%08x",
        "%x %x %x %x",
        "AAAA|%p|%p|%p|%p",
        "%7$n",
        "%1$hn",
        "%hn",
        "%hhn",
        "%s%n",
        "%n%n",
        "%x.%n",
        "%*d%*d%*d",
        "%-8s%+d%#x",
        "%lld%zu%jx",
        "%.1000d%.1000d%.1000d",
        "%20d%x%x%x"
      })
  void rowsOfConversions_areFound(String text) {
    assertThat(isIn(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "%",
        "%%",
        "100%",
        "100%.txt",
        "100%25 done.txt",
        "50% off, 20% more, 10% less, 5% tax",
        "5 % discount % sale % free % done",
        "my%20name%20is%20long.txt",
        "%C3%A4%C3%B6%C3%BC.txt",
        "%e4%f6%fc.txt",
        "frame_%04d.png",
        "%s_%s",
        "%x%x",
        "%x.%x.%x",
        "%Y-%m-%d.log",
        "%Y%m%d-%H%M%S",
        "%a, %d %b",
        "%n",
        "100%new",
        "%%s%%s%%s",
        "%%%%%%%%",
        "%d files %d folders %d bytes %d left",
        "%wrong%wrong%wrong",
        "%12345678901234567890"
      })
  void percentSignsOfNames_areNot(String text) {
    assertThat(isIn(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void cutOffAnywhere_isReadToItsEnd(int length) {
    assertThat(isIn("%.*lld%n".substring(0, length))).isFalse();
  }

  private static boolean isIn(String text) {
    return FormatString.isIn(text.getBytes(StandardCharsets.UTF_8));
  }
}
