package io.postern.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(before);
  }

  private static Command command(String line) {
    return Command.parse(Line.of(line)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "USER anna; USER; USER; anna",
        "pAsV; PASV; PASV; ''",
        "PASV; PASV; PASV; ''",
        "'PASV '; PASV; PASV; ''",
        "'CWD  a b '; CWD; CWD; ' a b '",
        "p@sw; P_SW; P@SW; ''",
        "P@SW x; P_SW; P@SW; x",
        "spsv; SPSV; SPSV; ''",
        "cPsV; CPSV; CPSV; ''",
        "lpsv; LPSV; LPSV; ''",
        "lprt 4,4,10,0,0,5,2,4,1; LPRT; LPRT; '4,4,10,0,0,5,2,4,1'",
        "xsha256 a; XSHA256; XSHA256; a",
        "POST / HTTP/1.1; OTHER; POST; '/ HTTP/1.1'",
        "abcdefghijkl; OTHER; ABCDEFGHIJKL; ''",
        "OTHER; OTHER; OTHER; ''",
        "P_SW2 x; ''; ''; ''",
        "CWD café; CWD; CWD; café"
      })
  void parse_line_isVerbNameAndArgument(String line, String verb, String name, String argument) {
    if (verb.isEmpty()) {
      assertThat(Command.parse(Line.of(line))).isEmpty();
      return;
    }
    Command command = command(line);
    assertThat(command.verb()).hasToString(verb);
    assertThat(command.name()).isEqualTo(name);
    assertThat(command.argumentText()).isEqualTo(argument);
    assertThat(command.line().text()).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " USER a",
        "1USER",
        "@PSW",
        "P@SV",
        "PA@SW",
        "P@SWX",
        "US-ER a",
        "USER\ta",
        "USER\0a",
        "SSH-2.0-OpenSSH_9.2",
        "abcdefghijklm",
        "P_SW",
        "\u0016\u0003",
        "USER\ra",
        // B2: a long s, a dotless i and full-width letters are no ASCII
        "PAſV",
        "QUıT",
        "ＰＡＳＶ",
        "PASV\u00a0x",
        "\ufeffUSER a"
      })
  void parse_noVerb_isEmpty(String line) {
    assertThat(Command.parse(Line.of(line))).isEmpty();
  }

  /** B2: in Turkish, the capital of i is a dotted one. */
  @ParameterizedTest
  @EnumSource(Verb.class)
  void parse_turkishLocale_knowsEveryVerb(Verb verb) {
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));

    String small = verb.label();
    assertThat(command(small).verb()).isEqualTo(verb);
    assertThat(command(verb.text()).verb()).isEqualTo(verb);
    assertThat(small).isEqualTo(verb.text().toLowerCase(Locale.ENGLISH));
  }

  @Test
  void verb_names_fitInACommand() {
    for (Verb verb : Verb.values()) {
      assertThat(verb.text().length()).isLessThanOrEqualTo(Command.MAX_NAME);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PASS secret",
        "pass secret",
        "PASS ",
        "PASS",
        "ACCT secret",
        "ADAT c2VjcmV0",
        "MIC c2VjcmV0",
        "CONF c2VjcmV0",
        "ENC c2VjcmV0",
        // misspelt
        "PAS secret",
        "PASSS secret",
        "XPASS secret",
        "PSAS secret",
        "PSS secret",
        "ASS secret",
        "OASS secret",
        "PADS secret",
        "PASD secret",
        "PASW secret",
        "PASSWD secret",
        "PASSWORD secret",
        "ACT secret",
        "ACCCT secret",
        "ADTA c2VjcmV0",
        "APSS secret",
        // Serv-U, wu-ftpd, glftpd
        "SITE PSWD old new",
        "SITE pswd old new",
        "SITE  PSWD old new",
        "SITE PASS secret",
        "SITE PASSWD secret",
        "SITE GPASS secret",
        "SITE CHPASS anna secret",
        "SITE CPWD secret",
        "SITE ADDUSER anna secret",
        "SITE GADDUSER staff anna secret"
      })
  void maskedArgument_secret_isMasked(String line) {
    assertThat(command(line).maskedArgument()).isEqualTo("****");
  }

  @ParameterizedTest
  @CsvSource({
    "USER anna, anna",
    "RETR PASS, PASS",
    "PORT 10.0.0.5, 10.0.0.5",
    "XYZZY a, a",
    "NOPE a, a",
    "POST /, /",
    "SITE CHMOD 644 passwd, CHMOD 644 passwd",
    "SITE HELP, HELP",
    "SITE, ''",
    "AUTH TLS, TLS",
    "PASV, ''"
  })
  void maskedArgument_noSecret_isTheArgument(String line, String argument) {
    assertThat(command(line).maskedArgument()).isEqualTo(argument);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // lftp, curl, FileZilla, WinSCP, tnftp, ftp.exe, commons-net
        "ABOR", "ACCT", "ALLO", "APPE", "AUTH", "AVBL", "CCC", "CDUP", "CLNT", "CSID", "CWD",
        "DELE", "EPRT", "EPSV", "FEAT", "HASH", "HELP", "HOST", "LANG", "LIST", "MDTM", "MFCT",
        "MFF", "MFMT", "MKD", "MLSD", "MLST", "MODE", "NLST", "NOOP", "OPTS", "PASS", "PASV",
        "PBSZ", "PORT", "PRET", "PROT", "PWD", "QUIT", "REIN", "REST", "RETR", "RMD", "RNFR",
        "RNTO", "SITE", "SIZE", "SMNT", "STAT", "STOR", "STOU", "STRU", "SYST", "TYPE", "USER",
        "XCRC", "XCUP", "XCWD", "XMD5", "XMKD", "XPWD", "XRMD", "XSHA1", "XSHA256", "XSHA512"
      })
  void verb_ofRealClients_isKnown(String word) {
    assertThat(Verb.of(word)).isNotEqualTo(Verb.OTHER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LPRT", "LPSV", "SPSV", "CPSV", "P@SW", "SSCN", "SPAS", "SPOR", "CEPR"})
  void verb_setUpThatTheGatewayCanNotRead_isUnsupported(String word) {
    assertThat(Verb.of(word).kind()).isEqualTo(Verb.Kind.UNSUPPORTED_SET_UP);
  }

  @Test
  void maskedName_passwordRunOn_isCut() {
    assertThat(Command.parse(Line.of("PASSsecret1")).orElseThrow().maskedName())
        .isEqualTo("PASS****");
    assertThat(Command.parse(Line.of("XCRCX")).orElseThrow().maskedName()).isEqualTo("XCRCX");
    assertThat(Command.parse(Line.of("PASS x")).orElseThrow().maskedName()).isEqualTo("PASS");
  }
}
