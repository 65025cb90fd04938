package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentChecksTest {

  private static final ArgumentLimits LIMITS = new ArgumentLimits(8, 12, 16, 10, 3);

  @ParameterizedTest
  @CsvSource({
    "USER, 8, USER_TOO_LONG",
    "PASS, 12, PASSWORD_TOO_LONG",
    "ACCT, 12, PASSWORD_TOO_LONG",
    "STOR, 16, PATH_TOO_LONG",
    "CWD, 16, PATH_TOO_LONG",
    "LIST, 16, PATH_TOO_LONG",
    "MDTM, 16, PATH_TOO_LONG",
    "SITE, 10, SITE_TOO_LONG"
  })
  void length_atTheLimitIsFine_oneMoreIsNot(String verb, int limit, Deviation deviation) {
    assertThat(found(verb + " " + "a".repeat(limit))).isEmpty();
    assertThat(found(verb + " " + "a".repeat(limit + 1))).containsExactly(deviation);
  }

  @Test
  void length_isCountedInBytes() {
    assertThat(found("STOR " + "ä".repeat(8))).isEmpty();
    assertThat(found("STOR " + "ä".repeat(8) + "a")).containsExactly(Deviation.PATH_TOO_LONG);
  }

  @Test
  void lengthsOfTheDefaults_holdWhatRealClientsSend() {
    assertThat(of("USER " + "a".repeat(242) + "@example.com", ArgumentLimits.DEFAULT)).isEmpty();
    assertThat(of("PASS " + "t".repeat(2048), ArgumentLimits.DEFAULT)).isEmpty();
    assertThat(of("RETR /" + "d/".repeat(2047), ArgumentLimits.DEFAULT)).isEmpty();
    assertThat(of("RETR /" + "d/".repeat(2048), ArgumentLimits.DEFAULT))
        .containsExactly(Deviation.PATH_TOO_LONG);
  }

  /** What clients send all day, with the defaults. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "USER anonymous",
        "USER anna@example.com",
        "USER DOMAIN\\anna",
        "PASS pa%s%word 7%",
        "PASS -wget@",
        "TYPE A N",
        "OPTS UTF8 ON",
        "OPTS MLST type;size;modify;",
        "CLNT FileZilla",
        "CWD ..",
        "CWD ../",
        "CDUP",
        "LIST -al",
        "LIST *.txt",
        "LIST -a \"my files\"",
        "NLST *.{jpg,png}",
        "STOR 100%.txt",
        "STOR 100% done.txt",
        "STOR my%20name%20is.txt",
        "STOR frame_%04d.png",
        "STOR %Y-%m-%d.log",
        "STOR 5 % discount.pdf",
        "STOR ..hidden",
        "STOR name..txt",
        "STOR a.b..c/d",
        "RETR äöü – €.txt",
        "RETR 日本語😀.txt",
        "RETR 227 ways to cook.txt",
        "RETR 229.txt",
        "MFMT 20260101120000 a b.txt",
        "SITE CHMOD 644 file.txt",
        "SITE UTIME 20260101120000 file",
        "REST 4294967296",
        "ALLO 100 R 512",
        "HOST ftp.example.com",
        "FEAT",
        "PASV",
        "NOOP",
        "STAT"
      })
  void whatClientsSend_isNoFinding(String line) {
    assertThat(of(line, ArgumentLimits.DEFAULT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0001", "\u0007", "\u001b", "\u001f", "\u007f", "\t"})
  void controlCharacters_areFound(String character) {
    assertThat(found("DELE a" + character + "b")).containsExactly(Deviation.CONTROL_CHARACTER);
    assertThat(found("USER a" + character)).containsExactly(Deviation.CONTROL_CHARACTER);
  }

  @Test
  void carriageReturnNul_isAllowedInAPathAlone() {
    assertThat(found("DELE a\r\0b")).isEmpty();
    assertThat(found("USER a\r\0b")).containsExactly(Deviation.CONTROL_CHARACTER);
  }

  @Test
  void bareCarriageReturnAndNul_haveNamesOfTheirOwn() {
    Line bareCr = new Line(bytes("USER a\rb"), false, true, false);
    assertThat(ArgumentChecks.of(Command.parse(bareCr).orElseThrow(), LIMITS)).isEmpty();
    Line nul = new Line(bytes("USER a\0b"), false, false, true);
    assertThat(ArgumentChecks.of(Command.parse(nul).orElseThrow(), LIMITS)).isEmpty();
  }

  @Test
  void nonAscii_isFoundWhereItHasNoPlace() {
    assertThat(found("USER jörg")).containsExactly(Deviation.NON_ASCII);
    assertThat(found("TYPE Ä")).containsExactly(Deviation.NON_ASCII);
    assertThat(found("SYST ä")).contains(Deviation.NON_ASCII, Deviation.SURPLUS_ARGUMENT);
    assertThat(found("PASS größe")).isEmpty();
    assertThat(found("SITE größe")).isEmpty();
    assertThat(found("XYZZY größe")).isEmpty();
    assertThat(found("STOR größe")).isEmpty();
  }

  @Test
  void malformedUtf8_isFoundInPathsAlone() {
    assertThat(latin1("STOR gr\u00f6\u00dfe")).containsExactly(Deviation.MALFORMED_UTF_8);
    assertThat(latin1("CWD ..\u00c0\u00afetc")).containsExactly(Deviation.MALFORMED_UTF_8);
    assertThat(latin1("LIST \u00ff\u00ff")).containsExactly(Deviation.MALFORMED_UTF_8);
    assertThat(latin1("PASS gr\u00f6\u00dfe")).isEmpty();
    assertThat(latin1("SITE gr\u00f6\u00dfe")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"USER %x%x%x", "PASS %n%n", "STOR %7$n", "SITE %s%s%s", "XYZZY %hn"})
  void formatStrings_areFoundInEveryArgument(String line) {
    assertThat(of(line, ArgumentLimits.DEFAULT)).containsExactly(Deviation.FORMAT_STRING);
  }

  @Test
  void wildcards_atTheLimitAreFine_oneMoreIsNot() {
    assertThat(found("LIST */*/*")).isEmpty();
    assertThat(found("LIST */*/*/*")).containsExactly(Deviation.TOO_MANY_WILDCARDS);
    assertThat(found("LIST {*{*")).containsExactly(Deviation.TOO_MANY_WILDCARDS);
    assertThat(found("PASS ****")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Verb.class,
      names = {"ABOR", "CDUP", "PWD", "QUIT", "REIN", "SYST", "FEAT", "NOOP", "PASV", "CCC"})
  void argumentOfACommandThatTakesNone_isFound(Verb verb) {
    assertThat(found(verb.text())).isEmpty();
    assertThat(found(verb.text() + " x")).containsExactly(Deviation.SURPLUS_ARGUMENT);
  }

  @Test
  void climbingPaths_areFound() {
    assertThat(found("DELE ../x")).containsExactly(Deviation.DOT_DOT_PATH);
    assertThat(found("CWD a/../b")).containsExactly(Deviation.DOT_DOT_PATH);
    assertThat(found("CWD ../..")).containsExactly(Deviation.DOT_DOT_PATH);
    assertThat(found("RETR ..")).containsExactly(Deviation.DOT_DOT_PATH);
    assertThat(found("CWD /../etc"))
        .containsExactly(Deviation.PATH_ABOVE_ROOT, Deviation.DOT_DOT_PATH);
    assertThat(found("LIST -a /../x"))
        .containsExactly(Deviation.PATH_ABOVE_ROOT, Deviation.DOT_DOT_PATH);
    assertThat(found("SITE ../..")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NLST 227 Entering Passive Mode (10,0,0,5,0,139)",
        "CWD 227 10,0,0,5,4,1",
        "USER x227 Entering Passive Mode (10,0,0,5,0,139).",
        "STOR 229 Entering Extended Passive Mode (|||139|)",
        "SITE 229 (|||22|)",
        "RETR 227 227 (10,0,0,5,0,139)"
      })
  void echoedAnnouncements_areFound(String line) {
    assertThat(of(line, ArgumentLimits.DEFAULT)).containsExactly(Deviation.REPLY_IN_ARGUMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STOR 227 (1,2,3).txt",
        "STOR 2270 (10,0,0,5,0,139)",
        "STOR 22 7 (10,0,0,5,0,139)",
        "STOR 228 (10,0,0,5,0,139)",
        "STOR 229 (10,0,0,5,0,139)",
        "STOR 227 (|||139|)",
        "STOR (10,0,0,5,0,139)",
        "STOR 227 "
      })
  void codeAlone_isAName(String line) {
    assertThat(of(line, ArgumentLimits.DEFAULT)).isEmpty();
  }

  /** If each code had the rest of the line read, this would take minutes. */
  @Test
  @Timeout(20)
  void manyCodes_areReadInLittleTime() {
    String line = "XYZZY " + "227 1,".repeat(170_000);

    assertThat(of(line, ArgumentLimits.DEFAULT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PORT 1,2,3,\u00e4", "EPRT |%x%x%x|", "EPSV \u0001", "ADAT %n%n%n", "LPRT \u0001"})
  void formsWithAParserOfTheirOwn_areNotLookedAt(String line) {
    assertThat(of(line, ArgumentLimits.DEFAULT)).isEmpty();
  }

  @Test
  void manyFindings_lengthComesFirst() {
    assertThat(found("STOR /../%x%x%x\u0001****ab"))
        .containsExactly(
            Deviation.PATH_TOO_LONG,
            Deviation.CONTROL_CHARACTER,
            Deviation.FORMAT_STRING,
            Deviation.TOO_MANY_WILDCARDS,
            Deviation.PATH_ABOVE_ROOT,
            Deviation.DOT_DOT_PATH);
  }

  private static List<Deviation> found(String line) {
    return of(line, LIMITS);
  }

  private static List<Deviation> of(String line, ArgumentLimits limits) {
    return of(bytes(line), limits);
  }

  private static List<Deviation> latin1(String line) {
    return of(line.getBytes(StandardCharsets.ISO_8859_1), ArgumentLimits.DEFAULT);
  }

  private static List<Deviation> of(byte[] line, ArgumentLimits limits) {
    Line framed = new Line(line, false, false, false);
    return ArgumentChecks.of(Command.parse(framed).orElseThrow(), limits);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
