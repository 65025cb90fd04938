package io.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.postern.ftp.DataMode;
import io.postern.ftp.Direction;
import io.postern.ftp.Text;
import io.postern.policy.Effect.Verdict;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each condition by itself: which requests meet it, and what is said of those that don't. */
class ConditionsTest {

  private static final TimeWindow OFFICE_HOURS =
      new TimeWindow(
          EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY),
          LocalTime.of(8, 0),
          LocalTime.of(18, 0),
          ZoneId.of("Europe/Berlin"));

  /** A condition, a request, and why it does not meet it; null if it does. */
  record Case(When when, Requests request, @Nullable String whyNot) {
    @Override
    public String toString() {
      return whyNot == null ? "meets " + when.conditions() : whyNot;
    }
  }

  private static Case meets(When when, Requests request) {
    return new Case(when, request, null);
  }

  private static Case not(When when, Requests request, String why) {
    return new Case(when, request, why);
  }

  static Stream<Case> cases() {
    return Stream.of(who(), certificates(), what(), files(), data()).flatMap(List::stream);
  }

  private static When when() {
    return When.any();
  }

  private static Requests by() {
    return Requests.any();
  }

  private static List<Case> who() {
    return List.of(
        meets(when(), by()),
        meets(when().client("192.0.2.0/24"), by()),
        meets(when().client("10.0.0.0/8", "192.0.2.7"), by()),
        meets(when().client("192.0.2.7"), by().client("::ffff:192.0.2.7")),
        meets(when().client("2001:db8::/32"), by().client("2001:db8::9")),
        not(
            when().client("10.0.0.0/8", "203.0.113.0/24"),
            by(),
            "client 192.0.2.7 is not in 10.0.0.0/8, 203.0.113.0/24"),
        not(
            when().client("1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4", "1.1.1.5", "1.1.1.6"),
            by(),
            "client 192.0.2.7 is not in 1.1.1.1/32, 1.1.1.2/32, 1.1.1.3/32, 1.1.1.4/32 or 2 more"),
        not(when().client("::/0"), by(), "client 192.0.2.7 is not in ::/0"),
        meets(when().listener("ftp", "dmz"), by()),
        not(when().listener("lan", "dmz"), by(), "listener ftp is not dmz, lan"),
        meets(when().server("10.0.0.5"), by()),
        not(when().server("10.0.0.6"), by(), "server 10.0.0.5 is not in 10.0.0.6/32"),
        not(when().server("10.0.0.5"), by().server(null), "no server is connected yet"),
        meets(when().user("bob", "eve"), by()),
        meets(when().user("b*"), by()),
        meets(when().user("/b[a-z]+/"), by()),
        not(when().user("Bob", "acme-*"), by(), "user bob is not Bob, acme-*"),
        not(when().user("bob"), by().user(null), "no user is named yet"),
        not(when().user("*"), by().user(null), "no user is named yet"),
        not(when().user("eve"), by().user("a\r\nb"), "user a\\x0d\\x0ab is not eve"),
        meets(when().user("anonymous"), by().user("anonymous")),
        meets(when().user("anonymous"), by().user("FTP")),
        not(when().user("anonymous"), by(), "user bob is not anonymous"),
        meets(when().tls(true), by().tls(true)),
        not(when().tls(true), by(), "the control channel is not under TLS"),
        not(when().tls(false), by().tls(true), "the control channel is under TLS"));
  }

  private static Requests shows(String subject) {
    return by().tls(true).certificate(subject);
  }

  private static List<Case> certificates() {
    return List.of(
        meets(when().certificate("bob"), shows("CN=bob,O=Partner")),
        meets(when().certificate("b*"), shows("CN=bob,O=Partner")),
        meets(when().certificate("/b[a-z]+/"), shows("CN=bob,O=Partner")),
        meets(when().certificate("Smith, Bob"), shows("CN=Smith\\, Bob,O=Partner")),
        meets(when().certificate("CN=bob,O=Partner"), shows("CN=bob,O=Partner")),
        meets(when().certificate("CN=bob,*"), shows("CN=bob,O=Partner")),
        meets(when().certificate("*,O=Partner"), shows("CN=bob,O=Partner")),
        meets(when().certificate("/CN=[a-z]+,.*/"), shows("CN=bob,O=Partner")),
        meets(when().certificate("*"), shows("O=Partner")),
        meets(when().certificate("bob"), shows("CN=bob,CN=Users,DC=corp")),
        not(when().certificate("*"), by().tls(true), "the client has shown no certificate"),
        not(when().certificate("/.*/"), by().tls(true), "the client has shown no certificate"),
        not(
            when().certificate("bob", "*,O=Us"),
            shows("CN=eve,O=Partner"),
            "certificate CN=eve,O=Partner is not bob, *,O=Us"),
        notShown("CN=bob", "CN=bob,O=Partner"),
        notShown("Bob", "CN=bob,O=Partner"),
        notShown("Users", "CN=bob,CN=Users,DC=corp"),
        notShown("*bob*", "CN=eve,O=bobs"),
        notShown("/.*/", "O=Partner"),
        notShown("CN=bob,*", "O=x\\,CN=bob"),
        notShown("*,CN=bob", "O=x\\,CN=bob"),
        notShown("CN=bob,*", "CN=bob\\,O=Partner"),
        notShown("*,O=Partner", "CN=x\\,O=Partner"),
        notShown("CN=bob,O=Partner", "CN=CN\\=bob\\,O\\=Partner"));
  }

  private static Case notShown(String pattern, String subject) {
    Subject read = Subject.parse(subject).orElseThrow();
    return not(
        when().certificate(pattern),
        shows(subject),
        "certificate " + Text.escape(read.text(), 256) + " is not " + pattern);
  }

  private static List<Case> what() {
    return List.of(
        meets(when().verb("stor"), by()),
        meets(when().verb("write"), by()),
        meets(when().verb("connect"), by().asks("connect")),
        meets(when().verb("active"), by().asks("active-data")),
        meets(when().verb("unknown"), by().asks("other")),
        not(
            when().verb("list"),
            by().asks("stor"),
            "verb stor is not list, nlst, mlsd, stat or 1 more"),
        not(when().verb("stor"), by().asks("connect"), "operation connect is not stor"),
        meets(when().direction(Direction.UPLOAD), by()),
        meets(when().direction(Direction.DOWNLOAD), by().asks("retr")),
        meets(when().direction(Direction.LISTING), by().asks("mlsd")),
        not(
            when().direction(Direction.DOWNLOAD, Direction.LISTING),
            by(),
            "direction upload is not download, listing"),
        not(when().direction(Direction.LISTING), by().asks("mlst"), "verb mlst transfers nothing"),
        meets(when().time(OFFICE_HOURS), by().at("2026-07-06T06:00:00Z")),
        not(
            when().time(OFFICE_HOURS),
            by().at("2026-07-06T05:59:59Z"),
            "time Mon 07:59 is not Mon, Tue 08:00-18:00 Europe/Berlin"));
  }

  private static List<Case> files() {
    return List.of(
        meets(when().path("/in/**"), by()),
        meets(when().path("/out/*", "/in/*.exe"), by()),
        not(when().path("/out/**"), by(), "path /in/x.exe is not /out/**"),
        meets(when().path("/{user}/*"), by().path("/bob/x")),
        not(when().path("/{user}/*"), by().user(null), "path /in/x.exe is not /{user}/*"),
        not(
            when().path("/**"),
            by().asks("noop").path(FilePath.NONE),
            "verb noop is about no file"),
        not(when().path("/x"), by().path("/a\nb"), "path /a\\x0ab is not /x"),
        meets(when().extension("exe", "scr"), by()),
        meets(when().extension("exe"), by().path("/in/X.EXE")),
        meets(when().extension("EXE"), by()),
        meets(when().extension("tar.gz"), by().path("/x.1.tar.gz")),
        meets(when().extension("gz"), by().path("/x.1.tar.gz")),
        meets(when().extension("exe"), by().path("/.exe")),
        not(
            when().extension("gz", "exe"),
            by().path("/x.gz/y"),
            "file y does not end in .exe, .gz"),
        not(when().extension("exe"), by().path("/exe"), "file exe does not end in .exe"),
        not(
            when().extension("exe"),
            by().path("/x.exe.txt"),
            "file x.exe.txt does not end in .exe"),
        not(when().extension("exe"), by().path("/"), "file  does not end in .exe"),
        not(
            when().extension("exe"),
            by().asks("connect").path(FilePath.NONE),
            "operation connect is about no file"));
  }

  private static List<Case> data() {
    return List.of(
        meets(when().mode(DataMode.ACTIVE), by().mode(DataMode.ACTIVE)),
        not(
            when().mode(DataMode.ACTIVE),
            by().mode(DataMode.PASSIVE),
            "mode passive is not active"),
        not(when().mode(DataMode.ACTIVE), by(), "no data connection is announced"),
        meets(when().dataAddress("192.0.2.0/24"), port("192.0.2.20")),
        not(
            when().dataAddress("192.0.2.21"),
            port("192.0.2.20"),
            "data address 192.0.2.20 is not in 192.0.2.21/32"),
        not(when().dataAddress("0.0.0.0/0"), by().asks("port"), "no data address is named"),
        meets(when().dataPort(1, 2000), port("192.0.2.7")),
        not(when().dataPort(1, 1023), port("192.0.2.7"), "data port 2000 is not 1-1023"),
        not(when().dataPort(21, 21), port("192.0.2.7"), "data port 2000 is not 21"),
        not(when().dataPort(0, 65535), by().asks("port"), "no data address is named"),
        meets(when().thirdParty(true), port("192.0.2.20")),
        meets(when().thirdParty(false), port("192.0.2.7")),
        not(
            when().thirdParty(true),
            port("192.0.2.7"),
            "data address 192.0.2.7 is not a third party's"),
        not(
            when().thirdParty(false),
            port("192.0.2.20"),
            "data address 192.0.2.20 is a third party's"),
        not(when().thirdParty(false), by().asks("port"), "no data address is named"),
        meets(when().thirdParty(false), by().asks("active-data").data("10.0.0.5", 20)),
        meets(when().thirdParty(true), by().asks("active-data").data("192.0.2.7", 20)),
        meets(when().thirdParty(false), by().asks("passive-data").data("192.0.2.7", 2000)),
        meets(when().thirdParty(true), by().asks("passive-data").data("10.0.0.5", 2000)));
  }

  private static Requests port(String address) {
    return Requests.any().asks("port").data(address, 2000);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void matches_orSaysWhyNot(Case each) {
    Policy policy = policy(false, each.when().rule("it", Verdict.DENY));
    Explanation explanation = policy.explain(each.request().request());
    Explanation.Step step = explanation.steps().get(0);
    assertThat(step.matched()).isEqualTo(each.whyNot() == null);
    assertThat(step.why()).isEqualTo(each.whyNot() == null ? "denies" : each.whyNot());
    assertThat(policy.decide(each.request().request())).isEqualTo(explanation.decision());
  }

  @ParameterizedTest(name = "{0} by {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /in/**          | /IN/X.exe       | true
          /In/**          | /iN/x           | true
          /home/{user}/*  | /home/BOB/x     | true
          /in/**          | \\in\\x         | true
          /in/**          | /out/..\\IN\\x  | true
          /out/**         | /out/..\\IN\\x  | false
          /straße/*       | /STRAßE/x       | true
          """)
  void windowsPaths_ignoreCaseAndTakeBackslashes(String glob, String path, boolean matches) {
    Policy policy = policy(true, When.any().path(glob).rule("it", Verdict.DENY));
    assertThat(policy.decide(Requests.any().path(path).request()).allowed()).isNotEqualTo(matches);
  }

  @Test
  void windowsPaths_dotsAtTheEnd_hideNoExtension() {
    Policy policy = policy(true, When.any().extension("exe").rule("it", Verdict.DENY));
    for (String path : List.of("/x.EXE.", "/x.exe . .", "/x.exe::$DATA", "/X~1.TXT")) {
      assertThat(policy.decide(Requests.any().path(path).request()).allowed()).as(path).isFalse();
    }
  }

  @Test
  void allConditions_mustHold() {
    When both = When.any().user("bob").path("/in/**");
    Policy policy = policy(false, both.rule("it", Verdict.DENY));
    assertThat(policy.decide(Requests.any().request()).allowed()).isFalse();
    assertThat(policy.decide(Requests.any().user("eve").request()).allowed()).isTrue();
    assertThat(policy.decide(Requests.any().path("/x").request()).allowed()).isTrue();
  }

  @Test
  void extension_ofTooManyParts_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> When.any().extension("a.b.c.d.e.f.g.h.i").conditions())
        .withMessageContaining("more than 8 parts");
  }

  @Test
  void extension_ofTheMostParts_matches() {
    Policy policy = policy(false, When.any().extension("a.b.c.d.e.f.g.h").rule("it", Verdict.DENY));
    String path = "/x.a.b.c.d.e.f.g.h";
    assertThat(policy.decide(Requests.any().path(path).request()).allowed()).isFalse();
  }

  @Test
  void fileName_ofNothingButDots_isHarmless() {
    Policy policy = policy(false, When.any().extension("exe").rule("it", Verdict.DENY));
    String name = "/a" + ".a".repeat(100_000) + ".exe";
    assertThat(policy.decide(Requests.any().path(name).request()).allowed()).isFalse();
  }

  private static Policy policy(boolean windowsPaths, Rule... rules) {
    return Policy.of(
        1, false, Map.of(), new RuleList(List.of(rules), Effect.ALLOW, windowsPaths, true));
  }

  @Test
  void conditions_keepWhatTheyWereGiven() {
    Set<Operation> given = new java.util.HashSet<>(Set.of(Operation.CONNECT));
    Conditions none = Conditions.NONE;
    Conditions conditions =
        new Conditions(
            none.clients(),
            none.listeners(),
            none.servers(),
            none.users(),
            none.tls(),
            none.certificates(),
            given,
            none.paths(),
            none.extensions(),
            none.directions(),
            none.mode(),
            none.time(),
            none.dataAddresses(),
            none.dataPorts(),
            none.thirdParty());
    given.clear();
    assertThat(conditions.operations()).containsExactly(Operation.CONNECT);
  }
}
