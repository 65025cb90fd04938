package io.postern.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.postern.testing.Needs;
import io.postern.testing.Program;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordInputTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A terminal at which these lines are typed. */
  private static final class Typing implements PasswordInput.Terminal {

    private final Deque<String> lines;
    private final List<String> prompts = new ArrayList<>();

    Typing(String... lines) {
      this.lines = new ArrayDeque<>(Arrays.asList(lines));
    }

    @Override
    public char @Nullable [] ask(String prompt) {
      prompts.add(prompt);
      String line = lines.poll();
      return line == null ? null : line.toCharArray();
    }
  }

  private static InputStream piped(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void terminal_isAskedTwice_andStandardInputLeftAlone() throws Exception {
    Typing terminal = new Typing("söz", "söz");
    assertThat(new PasswordInput(terminal, piped("other\n")).read()).isEqualTo("söz");
    assertThat(terminal.prompts).containsExactly("Password: ", "Once more: ");
  }

  @Test
  void terminal_withTwoPasswords_isRefused() {
    PasswordInput input = new PasswordInput(new Typing("one", "two"), piped(""));
    assertThatExceptionOfType(PasswordInput.Different.class).isThrownBy(input::read);
  }

  @Test
  void terminal_thatEnds_hasNone() throws Exception {
    assertThat(new PasswordInput(new Typing(), piped("other\n")).read()).isNull();
    assertThat(new PasswordInput(new Typing("one"), piped("other\n")).read()).isNull();
  }

  @Test
  void standardInput_isReadToTheEndOfItsFirstLine() throws Exception {
    assertThat(new PasswordInput(null, piped("sö z \nrest\n")).read()).isEqualTo("sö z ");
    assertThat(new PasswordInput(null, piped("last")).read()).isEqualTo("last");
    assertThat(new PasswordInput(null, piped("")).read()).isNull();
  }

  /** The program at a real terminal, which {@code script} makes: it shows all but the password. */
  @Test
  @Needs(linux = true, programs = "script")
  void terminal_showsNoPassword(@TempDir Path folder) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        String.join(
            " ",
            java,
            "-cp",
            "'" + System.getProperty("java.class.path") + "'",
            Main.class.getName(),
            "hash-password anna");
    List<String> atTerminal = List.of("script", "-qec", command, "/dev/null");
    try (Program postern = Program.start(folder.resolve("log"), atTerminal)) {
      postern.awaitOutput("Password: ", TIMEOUT).type("s3same\n");
      postern.awaitOutput("Once more: ", TIMEOUT).type("s3same\n");
      assertThat(postern.awaitExit(TIMEOUT)).isZero();
      assertThat(postern.output()).contains("anna:$2").doesNotContain("s3same");
    }
  }
}
