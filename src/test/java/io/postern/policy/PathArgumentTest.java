package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Command;
import io.postern.ftp.Line;
import io.postern.ftp.Verb;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathArgumentTest {

  private static final FilePath HOME = FilePath.of("/home/anna");

  @ParameterizedTest(name = "{0} leads to {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RETR /pub/x                       | /pub/x
          STOR x                            | /home/anna/x
          APPE a/../x                       | /home/anna/x
          RETR My File.txt                  | /home/anna/My File.txt
          RETR ~$draft.docx                 | /home/anna/~$draft.docx
          STOU                              | /home/anna
          MLSD                              | /home/anna
          DELE /a/../../../etc/passwd       | /etc/passwd
          CDUP                              | /home
          XCUP                              | /home
          CWD ..                            | /home
          CWD ../bob/x                      | /home/bob/x
          LIST                              | /home/anna
          LIST -la                          | /home/anna
          LIST -a -l /in                    | /in
          MLSD My Documents                 | /home/anna/My Documents
          STAT /in/x                        | /in/x
          XCRC /in/a b                      | /in/a b
          XCRC "/in/a b" 0 100              | /in/a b
          MFMT 20260101120000 /in/x         | /in/x
          MFF Modify=20260101; /in/x        | /in/x
          MDTM /in/x                        | /in/x
          MDTM 20260101120000 /in/x         | /in/x
          MDTM 20260101120000.5  /in/x      | /in/x
          MDTM 2026 report.txt              | /home/anna/2026 report.txt
          SITE CHMOD 600 /in/x              | /in/x
          SITE  chmod  600  /in/x           | /in/x
          SITE CPFR /in/x                   | /in/x
          MDTM 20260101 /in/x               | /in/x
          SITE MKDIR new                    | /home/anna/new
          """)
  void of_aPathThatIsTold(String line, String path) {
    assertThat(of(line, false)).isEqualTo(FilePath.of(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOOP",
        "PASV",
        "SITE",
        "SITE HELP",
        "SITE IDLE 100",
        "PRET RETR /x",
        "XYZZY",
        "TYPE I"
      })
  void of_noPath(String line) {
    assertThat(of(line, false)).isEqualTo(FilePath.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RETR ~",
        "RETR ~/x",
        "RETR ~bob/x",
        "RETR  /secret/x",
        "RETR /secret/x ",
        "RETR \t/secret/x",
        "RETR /secret\tx",
        "CWD /sec\u007fret",
        "LIST /s*t",
        "NLST [s]ecret",
        "LIST {a,b}",
        "LIST /pub /secret",
        "LIST pub secret",
        "NLST   -1   My Documents",
        "LIST pub ../secret",
        "STAT pub ~bob",
        "LIST -a/secret",
        "NLST -1.",
        "STAT -/secret",
        "LIST -a\t/secret",
        "LIST x\tsecret",
        "LIST --/secret",
        "LIST /sec\\ret",
        "APPE ../bob/x",
        "DELE a/../../bob/x",
        "LIST ..",
        "LIST -/../../bob",
        "LIST -l/secret",
        "LIST -a \t/secret",
        "LIST -lR /",
        "NLST -a /../../bob",
        "LIST  /../../bob",
        "MFMT 20260101120000  /../../bob",
        "MDTM 20260101120000 /../../bob",
        "SITE CHMOD 600\t/secret/x",
        "SITE CHMOD 600 \"/secret/x\"",
        "SITE CHMOD 600 /se\\cret/x",
        "XCRC /secret/x 0 100",
        "RETR ~_www/x",
        "XCRC \"/a\"\"b\"",
        "XCRC /a \"/secret\"",
        "MMD5 a, b",
        "SITE UTIME 2026 /x",
        "SITE EXEC ls",
        "SITE\tCHMOD 600 /x",
        "RETR\t/secret/x",
        "XYZZY /secret/x"
      })
  void of_aPathThatOnlyTheServerCanTell(String line) {
    assertThat(of(line, false)).isEqualTo(FilePath.UNKNOWN);
  }

  @ParameterizedTest(name = "{0} leads to {1} on Windows")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RETR \\in\\x.txt       | /in/x.txt
          CWD ..\\bob\\x         | /home/bob/x
          CWD /in\\.././out      | /out
          LIST -a \\in          | /in
          RETR x.exe.            | /home/anna/x.exe
          """)
  void of_windowsPaths(String line, String path) {
    assertThat(of(line, true)).isEqualTo(FilePath.of(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RETR C:\\x", "RETR a.asp::$DATA", "RETR PROGRA~1", "RETR x.exe "})
  void of_anotherNameOfAFileOnWindows(String line) {
    assertThat(of(line, true)).isEqualTo(FilePath.UNKNOWN);
  }

  @Test
  void of_noDirectoryKnown_relativePathsCanNotBeTold() {
    assertThat(PathArgument.of(command("RETR x"), FilePath.UNKNOWN, false))
        .isEqualTo(FilePath.UNKNOWN);
    assertThat(PathArgument.of(command("RETR /x"), FilePath.UNKNOWN, false))
        .isEqualTo(FilePath.of("/x"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "RETR x, true",
    "RETR /x, false",
    "LIST, true",
    "LIST *, false",
    "CDUP, true",
    "NOOP, false",
    "RETR ~/x, false",
    "SITE CHMOD 600 x, true"
  })
  void isRelative_whetherTheDirectoryMatters(String line, boolean relative) {
    assertThat(PathArgument.isRelative(command(line), false)).isEqualTo(relative);
  }

  private static FilePath of(String line, boolean windows) {
    return PathArgument.of(command(line), HOME, windows);
  }

  private static Command command(String text) {
    Line line = Line.of(text);
    return Command.parse(line).orElseGet(() -> new Command(Verb.OTHER, "", new byte[0], line));
  }
}
