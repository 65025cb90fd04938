package io.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.HostPort;
import io.postern.session.LoginForm.Style;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines are those that the named programs send; in the sources of lftp, FileZilla, WinSCP. */
class LoginFormTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // FileZilla and WinSCP, "USER user@host"; lftp, proxy-auth-type user; curl -u
        "anna@ftp.example.org | anna | ftp.example.org",
        "anna@ftp.example.org:2121 | anna | ftp.example.org:2121",
        "anna@192.0.2.5 | anna | 192.0.2.5",
        // FileZilla puts IPv6 addresses in brackets
        "anna@[2001:db8::5] | anna | [2001:db8::5]",
        "anna@[2001:db8::5]:2121 | anna | [2001:db8::5]:2121",
        // the last @ counts
        "anna@example.org@ftp.example.org | anna@example.org | ftp.example.org",
        "@@host | @ | host",
        "CORP\\anna,b c@host | CORP\\anna,b c | host"
      })
  void parse_withoutUsersOfTheGateway(String argument, String user, String server) {
    LoginForm form = parse(argument, false);

    assertThat(form.style()).isEqualTo(Style.USER_AT_HOST);
    assertThat(text(form.user())).isEqualTo(user);
    assertThat(form.proxyUser()).isEmpty();
    assertThat(form.server().map(HostPort::toString)).contains(server);
  }

  @Test
  void parse_ofANameAlone_namesNoServer() {
    LoginForm form = parse("anna", false);

    assertThat(form.style()).isEqualTo(Style.USER);
    assertThat(text(form.user())).isEqualTo("anna");
    assertThat(form.server()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // FileZilla with a proxy user, lftp (user, open), WinSCP (SITE, USER after logon)
        "gate | PROXY_USER | | gate | ",
        // WinSCP "USER proxyuser@host", lftp proxy-user@host
        "gate@ftp.example.org:2121 | PROXY_USER_AT_HOST | | gate | ftp.example.org:2121",
        "gate,anna@ftp.example.org | COMMA | anna | gate | ftp.example.org",
        "gate,anna@example.org@host | COMMA | anna@example.org | gate | host",
        "gate@ftp.example.org,anna | COMMA | anna | gate | ftp.example.org",
        "gate@[2001:db8::5]:2121,anna | COMMA | anna | gate | [2001:db8::5]:2121",
        // WinSCP "USER user@proxyuser@host", lftp joined
        "anna@gate@ftp.example.org | JOINED | anna | gate | ftp.example.org",
        "anna@example.org@gate@host:2121 | JOINED | anna@example.org | gate | host:2121",
        // WinSCP "USER user@host proxyuser", lftp joined-acct, curl for Blue Coat
        "anna@ftp.example.org gate | ACCOUNT | anna | gate | ftp.example.org",
        "anna@example.org@host:2121 gate | ACCOUNT | anna@example.org | gate | host:2121"
      })
  void parse_withUsersOfTheGateway(
      String argument,
      Style style,
      @Nullable String user,
      String proxyUser,
      @Nullable String server) {
    LoginForm form = parse(argument, true);

    assertThat(form.style()).isEqualTo(style);
    assertThat(text(form.user())).isEqualTo(user == null ? "" : user);
    assertThat(text(form.proxyUser())).isEqualTo(proxyUser);
    assertThat(form.server().map(HostPort::toString).orElse(null)).isEqualTo(server);
  }

  /** Ambiguous: the gateway's own password is asked for under a name that it does not know. */
  @Test
  void parse_ofAUserWithAnAt_takesItsDomainForAUserOfTheGateway() {
    assertThat(text(parse("anna@example.org@host", true).proxyUser())).isEqualTo("example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "@host",
        "anna@",
        "anna@host:0",
        "anna@host:99999",
        "anna@2001:db8::5",
        "anna@127.1",
        "anna@0x7f000001",
        "anna@host gate",
        "anna@host,b",
        "anna@host/x",
        "anna@ "
      })
  void parse_ofWhatNamesNoHost_isEmpty(String argument) {
    assertThat(LoginForm.parse(bytes(argument), false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "@host",
        "gate,@host",
        ",anna@host",
        "gate@host,",
        "@host,anna",
        "anna@@host",
        "@gate@host",
        "anna@host ",
        "@host gate",
        "anna@host a gate",
        "anna@host a,b",
        "a b",
        "a,b",
        "a@b@host,c"
      })
  void parse_ofWhatNamesNoUserOfTheGateway_isEmpty(String argument) {
    assertThat(LoginForm.parse(bytes(argument), true)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gate,anna@host | sesame,secret | sesame | secret",
        "gate,anna@host | sesame,sec,ret | sesame | sec,ret",
        "gate@host,anna | sesame, | sesame | ''",
        "anna@gate@host | secret@sesame | sesame | secret",
        "anna@gate@host | anna@example.org@sesame | sesame | anna@example.org"
      })
  void passwords_areInTheOrderOfTheNames(
      String user, String password, String proxy, String server) {
    LoginForm.Passwords both = parse(user, true).passwords(bytes(password)).orElseThrow();

    assertThat(text(both.proxy())).isEqualTo(proxy);
    assertThat(text(both.server())).isEqualTo(server);
    assertThat(both.toString()).doesNotContain(proxy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gate,anna@host", "anna@gate@host"})
  void passwords_thatAreNotTwo_areNone(String user) {
    assertThat(parse(user, true).passwords(bytes("secret"))).isEmpty();
  }

  /** Whatever comes: an answer, and never a host with anything in it but a host. */
  @Test
  void parse_ofAnything_givesAHostOrNone() {
    String alphabet = "ab1@@@,, :[].-_0x\\\u00e9\u0000\r";
    SplittableRandom random = new SplittableRandom(20_261_121);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(24); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      LoginForm.parse(bytes(text.toString()), random.nextBoolean())
          .flatMap(LoginForm::server)
          .ifPresent(server -> assertThat(server.host()).matches("[a-z0-9._-]+|[0-9a-f:.]+"));
    }
  }

  private static LoginForm parse(String argument, boolean proxyLogin) {
    return LoginForm.parse(bytes(argument), proxyLogin).orElseThrow();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
