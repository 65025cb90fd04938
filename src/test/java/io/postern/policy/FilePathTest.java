package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.policy.FilePath.State;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilePathTest {

  private static final String[] STEPS = {
    "..", ".", "", "a", "b c", "...", " ", "..a", "a..", ".. ", " ..", "\\", "..\\", "\\..", "C:",
    "a~1", "\0", "x.exe.", "~"
  };

  @ParameterizedTest(name = "{1} in {0} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /     | x                 | /x
          /     | ''                | /
          /a/b  | ''                | /a/b
          /a/b  | .                 | /a/b
          /a/b  | ..                | /a
          /a/b  | ../..             | /
          /a/b  | ../../../../c     | /c
          /a/b  | c/../d            | /a/b/d
          /a/b  | /c                | /c
          /a/b  | //c///d//         | /c/d
          /a/b  | /..               | /
          /a/b  | /../../etc/passwd | /etc/passwd
          /a/b  | ./x/./y/.         | /a/b/x/y
          /a/b  | ...               | /a/b/...
          /a/b  | ..x               | /a/b/..x
          /a/b  | x..               | /a/b/x..
          /a/b  | ..\\c             | /a/b/..\\c
          /a/b  | C:x               | /a/b/C:x
          /a/b  | a~1               | /a/b/a~1
          /a/b  | ' x '             | '/a/b/ x '
          /a/b  | Ü/../ß            | /a/b/ß
          """)
  void resolve_unixPaths(String directory, String argument, String path) {
    assertThat(FilePath.resolve(FilePath.of(directory), argument))
        .isEqualTo(new FilePath(State.KNOWN, path));
  }

  @ParameterizedTest(name = "{1} in {0} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /a/b  | ..\\c             | /a/c
          /a/b  | \\c\\..\\d        | /d
          /a/b  | c\\..\\..\\..\\.. | /
          /a/b  | x.exe.            | /a/b/x.exe
          /a/b  | 'x.exe. . '       | /a/b/x.exe
          /a/b  | c./x              | /a/b/c/x
          /a/b  | X                 | /a/b/X
          /a/b  | a~b               | /a/b/a~b
          """)
  void resolve_windowsPaths(String directory, String argument, String path) {
    assertThat(FilePath.resolve(FilePath.of(directory), argument, true))
        .isEqualTo(new FilePath(State.KNOWN, path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"C:\\x", "c:x", "/x.exe::$DATA", "/PROGRA~1/x", "/a/.../x", "/a/.. /x", "/a/ /x"})
  void resolve_whatWindowsMayTakeForAnother_isUnknown(String argument) {
    assertThat(FilePath.resolve(FilePath.of("/a"), argument, true)).isEqualTo(FilePath.UNKNOWN);
  }

  @Test
  void resolve_nul_isUnknown() {
    assertThat(FilePath.of("/x.exe\0.txt")).isEqualTo(FilePath.UNKNOWN);
  }

  @Test
  void resolve_unknownDirectory_isUnknownUnlessAbsolute() {
    assertThat(FilePath.resolve(FilePath.UNKNOWN, "x")).isEqualTo(FilePath.UNKNOWN);
    assertThat(FilePath.resolve(FilePath.UNKNOWN, "../x")).isEqualTo(FilePath.UNKNOWN);
    assertThat(FilePath.resolve(FilePath.UNKNOWN, "")).isEqualTo(FilePath.UNKNOWN);
    assertThat(FilePath.resolve(FilePath.NONE, "x")).isEqualTo(FilePath.UNKNOWN);
    assertThat(FilePath.resolve(FilePath.UNKNOWN, "/x")).isEqualTo(FilePath.of("/x"));
    assertThat(FilePath.resolve(FilePath.UNKNOWN, "\\x", true)).isEqualTo(FilePath.of("/x"));
  }

  @Test
  void resolve_randomArguments_neverEscapesTheRoot() {
    Random random = new Random(7);
    int known = 0;
    for (int i = 0; i < 50_000; i++) {
      boolean windowsPaths = random.nextBoolean();
      FilePath directory = FilePath.resolve(FilePath.of("/d/e"), steps(random), windowsPaths);
      FilePath path = FilePath.resolve(directory, steps(random), windowsPaths);
      if (path.state() == State.KNOWN) {
        known++;
        assertNormalised(path.text(), windowsPaths);
      } else {
        assertThat(path).isEqualTo(FilePath.UNKNOWN);
      }
    }
    assertThat(known).isGreaterThan(10_000);
  }

  private static String steps(Random random) {
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(7);
    for (int i = 0; i < count; i++) {
      text.append(random.nextInt(4) == 0 ? "/" : "").append(STEPS[random.nextInt(STEPS.length)]);
      text.append(random.nextBoolean() ? "/" : "");
    }
    return text.toString();
  }

  private static void assertNormalised(String path, boolean windowsPaths) {
    assertThat(path).startsWith("/");
    if (path.length() > 1) {
      assertThat(path.substring(1).split("/", -1)).doesNotContain("", ".", "..");
    }
    if (windowsPaths) {
      assertThat(path).doesNotContain("\\", ":");
    }
    assertThat(FilePath.of(path).text()).isEqualTo(path);
  }
}
