package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.error.YAMLException;

/** Each kind of mistake in a rules file: what is told, and where. */
class RulesMistakesTest {

  /** What is expected, which the table would repeat otherwise. */
  private static final Map<String, String> EXPECTED =
      Map.ofEntries(
          Map.entry(
              "<network>",
              "a network such as 10.0.0.0/8 or 2001:db8::/32, or the name of a set of networks"),
          Map.entry(
              "<user>",
              "a user's name, a glob such as \"acme-*\" or a regular expression such as \"/eu-[0-9]+/\", or the name of a set of users"),
          Map.entry(
              "<certificate>",
              "a CN such as bob, a subject such as \"CN=bob,O=Partner\", a glob of either such as"
                  + " \"CN=bob,*\", or a regular expression such as \"/CN=eu-[0-9]+,.*/\", or the"
                  + " name of a set of certificates"),
          Map.entry(
              "<extension>",
              "an extension without the dot, such as exe or tar.gz, or the name of a set of extensions"),
          Map.entry("<glob>", "a glob over a whole path, such as /in/** or \"/home/{user}/*.txt\""),
          Map.entry(
              "<reply>",
              "true, or a code from 400 to 599 and a text of printable ASCII, such as `553 Not accepted here.`"),
          Map.entry("<size>", "a size such as 100MiB, 1MB or 500000 (1 to 1000TB)"),
          Map.entry("<name>", "a name of 1 to 64 letters, digits, '-', '_' or '.'"),
          Map.entry("<then>", "allow, deny, close, observe or keys as in {deny: 550 Not here.}"),
          Map.entry(
              "<day>", "a day (mon, tue, wed, thu, fri, sat, sun) or a range such as mon-fri"));

  private static final String SETS =
      "sets: {office: {networks: 10.0.0.0/8}, partners: {users: bob}}";

  static List<String> mistakes(String text) {
    return mistakes(text.getBytes(StandardCharsets.UTF_8));
  }

  static List<String> mistakes(byte[] content) {
    try {
      RulesFile.parse("r", content, Path.of("no/folder"));
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
  }

  private static List<String> mistakesOf(Path file) {
    try {
      RulesFile.load(file);
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
  }

  private static String whole(String message) {
    String whole = message;
    for (Map.Entry<String, String> each : EXPECTED.entrySet()) {
      whole = whole.replace(each.getKey(), each.getValue());
    }
    return whole;
  }

  /** Mistakes are told one behind the other, with {@code &} between them. */
  private static String told(List<String> mistakes, String leftOut) {
    return mistakes.stream()
        .map(mistake -> mistake.substring("r:".length()).replace(leftOut, ""))
        .collect(Collectors.joining(" & "));
  }

  /**
   * Who tells a mistake: the schema tells nothing of what only a parser can know, such as a bit
   * behind the prefix of a network.
   */
  private static String toldBy(String text) {
    try {
      return RulesSchemaTest.told(text).isEmpty() ? "parser" : "both";
    } catch (YAMLException e) {
      return "both";
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          client: 10.0.0.1/8 | 1:32: client: expected <network>, got "10.0.0.1/8", which has bits behind the prefix; did you mean 10.0.0.0/8? | parser
          client: 10.0.0.0/33 | 1:32: client: expected <network>, got "10.0.0.0/33", whose prefix is not 0 to 32 | parser
          client: offise | 1:32: client: expected <network>, got "offise"; did you mean "office"? | parser
          client: partners | 1:32: client: expected <network>, got "partners", which is a set of users | parser
          client: [] | 1:32: client: expected <network>, got "an empty list" | both
          client: {a: b} | 1:32: client: expected <network>, got "keys" | both
          client: [[a]] | 1:33: client[0]: expected <network>, got "a list" | both
          client: | 1:31: client: expected <network>, got nothing | both
          server: ftp.example.com | 1:32: server: expected <network>, got "ftp.example.com" | both
          client: '2001:db8::1/32' | 1:32: client: expected <network>, got "2001:db8::1/32", which has bits behind the prefix; did you mean 2001:db8::/32? | parser
          listener: 'a b' | 1:34: listener: expected <name>, got "a b" | both
          user: '' | 1:30: user: expected <user>, got nothing | both
          user: '/(/' | 1:30: user: expected <user>; /(/ is no regular expression of RE2: missing closing ) | parser
          user: /bob | 1:30: user: expected <user>; '/bob' begins like a regular expression, but does not end in '/' | parser
          certificate: 'cn=bob, o = Partner' | 1:37: certificate: expected <certificate>; subjects are written without spaces and with names in capitals: 'CN=bob,O=Partner' | parser
          certificate: 'CN=bob, *' | 1:37: certificate: expected <certificate>; subjects are written without spaces and with names in capitals: 'CN=bob,*' | parser
          certificate: '*,E=bob@example.com' | 1:37: certificate: expected <certificate>; E has no name in a subject, but a number; only these have names: CN, C, L, ST, O, OU, STREET, DC, UID | parser
          certificate: 'O=x\\,CN=bob' | 1:37: certificate: expected <certificate>; '=' in a value is written '\\=': 'O=x\\,CN\\=bob' | parser
          certificate: CN=bob; | 1:37: certificate: expected <certificate>; 'CN=bob;' is not what RFC 2253 describes | parser
          certificate: /CN=bob | 1:37: certificate: expected <certificate>; '/CN=bob' begins like a regular expression, but does not end in '/' | parser
          certificate: partners | 1:37: certificate: expected <certificate>, got "partners", which is a set of users | parser
          user: office | 1:30: user: expected <user>, got "office", which is a set of networks | parser
          user: '/a(?=b)/' | 1:30: user: expected <user>; /a(?=b)/ is no regular expression of RE2: invalid or unsupported Perl syntax | parser
          tls: yes | 1:29: tls: expected true or false, got "yes" | both
          verb: storr | 1:30: verb: expected a verb such as stor, or a group such as write, got "storr"; did you mean "stor"? | both
          verb: [read, wirte] | 1:37: verb[1]: expected a verb such as stor, or a group such as write, got "wirte"; did you mean "write"? | both
          verb: 'SITE CHMOD' | 1:30: verb: expected a verb such as stor, or a group such as write, got "SITE CHMOD" | both
          path: in/** | 1:30: path: expected <glob>; 'in/**' does not begin with '/': write '/in/**' or '/**/in/**' | both
          path: /in/../out | 1:30: path: expected <glob>; '/in/../out' has '..': paths are compared after it is resolved | parser
          path: '/in/{a' | 1:30: path: expected <glob>; '/in/{a' has a '{' that is not closed | parser
          path: [/in, ''] | 1:36: path[1]: expected <glob>, got nothing | both
          extension: .exe | 1:35: extension: expected <extension>, got ".exe"; did you mean "exe"? | both
          extension: '*.tar.gz' | 1:35: extension: expected <extension>, got "*.tar.gz"; did you mean "tar.gz"? | both
          extension: a/b | 1:35: extension: expected <extension>, got "a/b" | both
          direction: up | 1:35: direction: expected upload, download or listing, got "up" | both
          direction: uplaod | 1:35: direction: expected upload, download or listing, got "uplaod"; did you mean "upload"? | both
          mode: pasive | 1:30: mode: expected active or passive, got "pasive"; did you mean "passive"? | both
          mode: [active] | 1:30: mode: expected active or passive, got "a list" | both
          time: {} | 1:30: time: expected at least one of days, from, to | both
          time: mon | 1:30: time: expected keys such as `days: ...`, got "mon" | both
          time: {days: monday} | 1:37: time.days: expected <day>, got "monday" | both
          time: {days: mon-fry} | 1:37: time.days: expected <day>, got "mon-fry" | both
          time: {from: 8:00} | 1:37: time.from: expected a time of day such as 08:00 (00:00 to 24:00), got "8:00" | both
          time: {from: 25:00} | 1:37: time.from: expected a time of day such as 08:00 (00:00 to 24:00), got "25:00" | both
          time: {zone: Europe/Berln} | 1:37: time.zone: expected a time zone such as Europe/Berlin, UTC or +02:00, got "Europe/Berln"; did you mean "Europe/Berlin"? | parser
          time: {from: 08:00, zone: Mars} | 1:50: time.zone: expected a time zone such as Europe/Berlin, UTC or +02:00, got "Mars" | parser
          data-address: a | 1:38: data-address: expected <network>, got "a" | parser
          data-port: 70000 | 1:35: data-port: expected a port or FIRST-LAST with 0 <= FIRST <= LAST <= 65535, such as 1-1023, got "70000" | both
          data-port: 9-1 | 1:35: data-port: expected a port or FIRST-LAST with 0 <= FIRST <= LAST <= 65535, such as 1-1023, got "9-1" | parser
          third-party: maybe | 1:37: third-party: expected true or false, got "maybe" | both
          clients: 10.0.0.0/8 | 1:24: clients: unknown key; did you mean "client"? | both
          client: 10.0.0.1, client: 10.0.0.2 | 1:42: client: expected each key once, it is already on line 1 | parser
          extension: partners | 1:35: extension: expected <extension>, got "partners", which is a set of users | parser
          """)
  void condition_wrong_isToldWithItsPlace(String conditions, String told, String by) {
    String text = "rules: [{id: a, when: {" + conditions + "}, then: deny}]\n" + SETS;
    assertThat(told(mistakes(text), "rules[0].when.")).isEqualTo(whole(told));
    assertThat(toldBy(text)).isEqualTo(by);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          denny | 1:23: then: expected <then>, got "denny"; did you mean "deny"? | both
          [deny] | 1:23: then: expected <then>, got "a list" | both
          {} | 1:23: then: expected <then> | both
          {deny: 250 Fine.} | 1:30: then.deny: expected <reply>, got "250 Fine." | both
          {deny: 553} | 1:30: then.deny: expected <reply>, got "553" | both
          {deny: 650 Too much.} | 1:30: then.deny: expected <reply>, got "650 Too much." | both
          {deny: 553 Größe} | 1:30: then.deny: expected <reply>, got "553 Größe" | both
          {deny: no} | 1:30: then.deny: expected <reply>, got "no" | both
          {allow: false} | 1:31: then.allow: expected true, got "false" | both
          {allow: true, deny: true} | 1:43: then.deny: expected one of allow, deny, close and observe; it has allow already | parser
          {close: 421 Bye.} | 1:31: then.close: expected true, got "421 Bye." | both
          {limit: {}} | 1:31: then.limit: expected at least one limit, such as `sessions: 100` | both
          {limit: 5} | 1:31: then.limit: expected keys such as `bytes-per-second: ...`, got "5" | both
          {limit: {sessions: 0}} | 1:42: then.limit.sessions: expected a whole number from 1 to 1000000, got "0" | both
          {limit: {sessions: -1}} | 1:42: then.limit.sessions: expected a whole number from 1 to 1000000, got "-1" | both
          {limit: {bytes-per-second: 0}} | 1:50: then.limit.bytes-per-second: expected <size>, got "0" | both
          {limit: {bytes-per-second: 1mb}} | 1:50: then.limit.bytes-per-second: expected <size>, got "1mb" | both
          {limit: {upload-bytes: 1.5MB}} | 1:46: then.limit.upload-bytes: expected <size>, got "1.5MB" | both
          {limit: {failed-logins: 5}} | 1:47: then.limit.failed-logins: expected keys such as `attempts: ...`, got "5" | both
          {limit: {failed-logins: {within: 10m}}} | 1:47: then.limit.failed-logins.attempts: is missing; expected `attempts: a whole number from 1 to 1000` | both
          {limit: {failed-logins: {attempts: 3, ban: 99d}}} | 1:66: then.limit.failed-logins.ban: expected a duration such as 30s, 5m or 1h (1s to 30d), got "99d" | parser
          {limits: {sessions: 1}} | 1:24: then.limits: unknown key; did you mean "limit"? | both
          {deny: 553 No, never} | 1:38: then.never: unknown key; expected one of allow, deny, close, observe, banner, syst, third-party, data-peer, private-data, limit; a text that has a comma in {} belongs in quotation marks | both
          {sessions: 1} | 1:24: then.sessions: expected in `limit`, not here | both
          {limit: {session: 1}} | 1:32: then.limit.session: unknown key; did you mean "sessions"? | both
          {banner: ''} | 1:32: then.banner: expected a text of printable ASCII, 512 characters at most, got nothing | both
          {banner: "a\\nb"} | 1:32: then.banner: expected a text of printable ASCII, 512 characters at most, got "a\\u000ab" | both
          {data-peer: 0.0.0.0} | 1:35: then.data-peer: expected an IPv4 or IPv6 address, got "0.0.0.0" | parser
          {data-peer: 10.0.0.0/8} | 1:35: then.data-peer: expected an IPv4 or IPv6 address, got "10.0.0.0/8" | both
          {third-party: 1} | 1:37: then.third-party: expected true or false, got "1" | both
          {allow: true, third-party: true} | 1:50: then.third-party: expected `data-address` in `when` too, with the hosts that PORT and EPRT may name: without it a client could let the server connect to anywhere | parser
          {observe: true, data-peer: 192.0.2.1} | 1:50: then.data-peer: expected nothing that opens a data connection beside `observe` | parser
          {limit: {upload-bytes: 9999999999TB}} | 1:46: then.limit.upload-bytes: expected <size>, got "9999999999TB" | parser
          """)
  void action_wrong_isToldWithItsPlace(String then, String told, String by) {
    String text = "rules: [{id: a, then: " + then + "}]\n";
    assertThat(told(mistakes(text), "rules[0].")).isEqualTo(whole(told));
    assertThat(toldBy(text)).isEqualTo(by);
  }

  /** {@code @} is the end of a line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # nothing | 1:1: expected keys such as `default: ...`, got nothing | both
          - a | 1:1: expected keys such as `default: ...`, got "a list" | both
          x | 1:1: expected keys such as `default: ...`, got "x" | both
          default: deni | 1:10: default: expected allow, deny, close or keys as in {deny: 550 Not here.}, got "deni"; did you mean "deny"? | both
          default: observe | 1:10: default: expected allow, deny, close or keys as in {deny: 550 Not here.}, got "observe" | both
          default: {deny: 550 A, close: true} | 1:31: default.close: expected one of allow, deny, close and observe; it has deny already | parser
          default: {} | 1:10: default: expected allow, deny, close or keys as in {deny: 550 Not here.} | both
          compliance: Strict | 1:13: compliance: expected lenient or strict, got "Strict"; did you mean "strict"? | both
          deviations: {bare-ls: deny} | 1:14: deviations.bare-ls: unknown key; did you mean "bare-lf"? | both
          deviations: {bare-lf: ignore} | 1:23: deviations.bare-lf: expected allow, log, deny or close, got "ignore" | both
          deviations: {malformed-port: log} | 1:30: deviations.malformed-port: expected deny or close (it can't be tolerated), got "log" | both
          deviations: {tls-record: deny} | 1:26: deviations.tls-record: expected close (the session can't go on behind it), got "deny" | both
          paths: dos | 1:8: paths: expected unix or windows, got "dos" | both
          trace-in-reply: 1 | 1:17: trace-in-reply: expected true or false, got "1" | both
          rule: [] | 1:1: rule: unknown key; did you mean "rules"? | both
          rules: {id: a} | 1:8: rules: expected a list, each item as `- id: ...`, got "keys" | both
          rules: [a] | 1:9: rules[0]: expected keys such as `id: ...`, got "a" | both
          rules: [{}] | 1:9: rules[0].id: is missing; expected `id: <name>` & 1:9: rules[0].then: is missing; expected `then: <then>` | both
          rules: [{id: a}] | 1:9: rules[0].then: is missing; expected `then: <then>` | both
          rules: [{then: deny}] | 1:9: rules[0].id: is missing; expected `id: <name>` | both
          rules: [{id: 'a b', then: deny}] | 1:14: rules[0].id: expected <name>, got "a b" | both
          rules: [{id: default, then: deny}] | 1:14: rules[0].id: expected another id: "default" is that of the default | parser
          rules:@- {id: a, then: deny}@- {id: a, then: allow} | 3:8: rules[1].id: expected an id of its own, "a" is also that of the rule on line 2 | parser
          rules: [{id: a, unless: {}, then: deny}] | 1:25: rules[0].unless: expected at least one condition: without one the rule never matches | both
          rules: [{id: a, when: , then: deny}] | 1:22: rules[0].when: expected keys such as `client: ...`, got nothing | both
          rules: [{id: a, when: {client: 10.0.0.0/8}, when: {}, then: deny}] | 1:45: rules[0].when: expected each key once, it is already on line 1 | parser
          sets: [] | 1:7: sets: expected names of sets, each as `office: {networks: [10.0.0.0/8]}`, got "a list" | both
          sets: {office: 10.0.0.0/8} | 1:16: sets.office: expected keys such as `networks: ...`, got "10.0.0.0/8" | both
          sets: {office: {}} | 1:16: sets.office: expected one of networks, hosts, users, certificates, extensions, which says what the values are; beside a file with all of them, `networks: []` | both
          sets: {office: {networks: 10.0.0.0/8, users: bob}} | 1:46: sets.office.users: expected values of one kind; it has networks already | both
          sets: {list: {users: bob}} | 1:8: sets.list: expected a name that is no verb and no group, such as "list-set" | parser
          sets: {1a: {users: bob}} | 1:8: sets.1a: expected a letter, then 0 to 63 letters, digits, '-' or '_', got "1a" | both
          sets: {anonymous: {users: bob}} | 1:8: sets.anonymous: expected another name: in conditions, `anonymous` is whoever has no name | parser
          sets: {office: {file: x.txt}} | 1:16: sets.office: expected one of networks, hosts, users, certificates, extensions, which says what the values are; beside a file with all of them, `networks: []` | both
          sets: {office: {networks: [10.0.0.1/8]}} | 1:28: sets.office.networks[0]: expected a network such as 10.0.0.0/8 or 2001:db8::/32, got "10.0.0.1/8", which has bits behind the prefix; did you mean 10.0.0.0/8? | parser
          sets: {a: {users: bob}, a: {users: bill}} | 1:25: sets.a: expected each key once, it is already on line 1 | parser
          sets: {office: {networks: [], file: none.txt}} | 1:37: sets.office.file: expected a file, but there is none of that name (no/folder/none.txt) | parser
          sets: {office: {networks: [], file: .}} | 1:37: sets.office.file: expected a file, but there is none of that name (no/folder/.) | parser
          default: deny@default: allow | 2:1: default: expected each key once, it is already on line 1 | parser
          rules: [{id: a, when: {user: [bob, /eu-[0-9]+/]}, then: deny}] | 1:40: is not YAML: expected ',' or ']' in the list; put a value that has [, ], { or } in quotation marks | both
          a: &a [*a] | 1:1: a: unknown key; expected one of default, compliance, deviations, paths, trace-in-reply, sets, rules | both
          ? [x]@: y | 1:3: expected the name of a key, got "a list" | both
          """)
  void file_wrong_isToldWithItsPlace(String text, String told, String by) {
    String lines = text.replace("@", "\n");
    assertThat(told(mistakes(lines), "")).isEqualTo(whole(told));
    assertThat(toldBy(lines)).isEqualTo(by);
  }

  @Test
  void emptyFile_isAMistake_notARuleThatAllowsEverything() {
    String told = "r:1:1: expected keys such as `default: ...`, got nothing";
    assertThat(mistakes("")).containsExactly(told);
    assertThat(mistakes("# nothing\n---\n")).containsExactly(told);
    assertThat(mistakes("~\n")).containsExactly(told);
  }

  @Test
  void manyMistakes_areAllToldInTheOrderOfTheText() {
    assertThat(
            mistakes(
                """
                default: denny
                rules:
                  - id: a
                    when: {cleint: 10.0.0.1, verb: stro}
                    than: deny
                """))
        .containsExactly(
            "r:1:10: default: expected allow, deny, close or keys as in {deny: 550 Not here.}, got"
                + " \"denny\"; did you mean \"deny\"?",
            "r:3:5: rules[0].then: is missing; expected `then: allow, deny, close, observe or keys"
                + " as in {deny: 550 Not here.}`",
            "r:4:12: rules[0].when.cleint: unknown key; did you mean \"client\"?",
            "r:4:36: rules[0].when.verb: expected a verb such as stor, or a group such as write, got"
                + " \"stro\"; did you mean \"stor\"?",
            "r:5:5: rules[0].than: unknown key; did you mean \"then\"?");
  }

  @Test
  void keyInTheWrongSection_isToldWhereItBelongs() {
    assertThat(
            mistakes(
                """
                rules:
                  - id: a
                    verb: stor
                    deny: 550 No.
                    sessions: 5
                    third-party: true
                    when: {from: "08:00"}
                    then: allow
                """))
        .containsExactly(
            "r:3:5: rules[0].verb: expected in `when`, not here",
            "r:4:5: rules[0].deny: expected in `then`, not here",
            "r:5:5: rules[0].sessions: expected in `then.limit`, not here",
            "r:6:5: rules[0].third-party: expected in `when` or `then`, not here",
            "r:7:12: rules[0].when.from: expected in `time`, not here");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void pipe_isRefusedAndNotWaitedFor(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("pipe.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> mistakesOf(pipe)))
        .containsExactly(pipe + ": expected a file that can be read, got: a pipe or a device");
  }

  @Test
  void fileThatIsNotThere_isTold(@TempDir Path folder) {
    assertThat(mistakesOf(folder.resolve("no.yaml")))
        .containsExactly(
            folder.resolve("no.yaml") + ": expected a file, but there is none of that name");
  }

  @Test
  void fileOfTooManyBytesRulesOrValues_isRefused() {
    assertThat(mistakes(new byte[RulesFile.MOST_BYTES + 1]))
        .containsExactly("r: expected at most 4096KiB, got more");
    assertThat(mistakes("rules:\n" + "- {}\n".repeat(Listing.MOST + 1)))
        .containsExactly("r:2:1: rules: expected at most 10000 rules, got more");
    String users = "a,".repeat(99_999) + "a";
    StringBuilder many = new StringBuilder("rules:\n");
    IntStream.range(0, 11)
        .forEach(
            i -> many.append("- {id: r" + i + ", when: {user: [" + users + "]}, then: deny}\n"));
    assertThat(mistakes(many.toString()))
        .containsExactly(
            "r:12:27: rules[10].when.user[0]: expected at most 1000000 values in all conditions"
                + " together, got more");
  }

  @Test
  void mistakesWithoutEnd_areCutOff() {
    assertThat(mistakes("rules:\n" + "- {id: a, then: deny}\n".repeat(5_000)))
        .hasSize(Problems.MOST + 1)
        .contains("r: has more than 1000 mistakes; these are some");
  }

  @Test
  void aliasBombAndDepth_areRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
    IntStream.range(1, 12)
        .forEach(i -> bomb.append("a%d: &a%d [*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1)));
    assertThat(mistakes(bomb.toString()))
        .singleElement()
        .asString()
        .startsWith("r: is not YAML: Number of aliases");
    assertThat(mistakes("rules: " + "[".repeat(10_000)))
        .singleElement()
        .asString()
        .startsWith("r: is not YAML: Nesting Depth exceeded");
    assertThat(mistakes("rules: &a [*a]"))
        .containsExactly("r:1:8: rules[0]: expected keys such as `id: ...`, got \"a list\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a{1000}){1000}", "((a{999,}){999})", "(((((a{16}){16}){16}){16}){16})"})
  void regexThatRepeatsWithoutEnd_isRefusedBeforeItIsCompiled(String regex) {
    assertThat(mistakes("rules: [{id: a, when: {user: '/" + regex + "/'}, then: deny}]"))
        .singleElement()
        .asString()
        .endsWith("; /" + regex + "/ is too large: it repeats too much too often");
  }
}
