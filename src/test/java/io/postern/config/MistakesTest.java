package io.postern.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of mistake in a file: what is told, and where. */
class MistakesTest {

  private static final String MINIMAL = "listeners: [{server: a}]\n";

  private static List<String> mistakes(String text) {
    return mistakes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> mistakes(byte[] content) {
    try {
      SettingsFile.parse("f", content);
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream().map(Problem::toString).toList();
    }
  }

  @Test
  void unknownKey_nearAKnownOne_suggestsIt() {
    assertThat(mistakes("listeners:\n  - server: a\n    advertize: auto\n"))
        .containsExactly("f:3:5: listeners[0].advertize: unknown key; did you mean \"advertise\"?");
    assertThat(mistakes(MINIMAL + "timeout: {}\nlimits: {line_bytes: 1}\nlistener: x"))
        .containsExactly(
            "f:2:1: timeout: unknown key; did you mean \"timeouts\"?",
            "f:3:10: limits.line_bytes: unknown key; did you mean \"line-bytes\"?",
            "f:4:1: listener: unknown key; did you mean \"listeners\"?");
    assertThat(mistakes(MINIMAL + "deviations: {bare-ls: deny}\n"))
        .containsExactly("f:2:14: deviations.bare-ls: unknown key; did you mean \"bare-lf\"?");
  }

  @Test
  void unknownKey_nearNone_namesAll() {
    assertThat(mistakes(MINIMAL + "admin: {password: secret}"))
        .containsExactly(
            "f:2:9: admin.password: unknown key; expected one of listen, socket-mode, token-file");
    assertThat(mistakes(MINIMAL + "xyz: 1"))
        .containsExactly(
            "f:2:1: xyz: unknown key; expected one of listeners, pools, compliance, rules, tls,"
                + " timeouts, limits, threads, admin, metrics, audit, deviations");
  }

  @Test
  void manyMistakes_areAllToldInTheOrderOfTheText() {
    assertThat(
            mistakes(
                """
                listeners:
                  - name: "a b"
                    listen: 2121
                    sever: ftp.example.com
                timeouts:
                  connect: banana
                  idle: 5
                threads: -1
                """))
        .containsExactly(
            "f:2:5: listeners[0].server: is missing; expected `server: HOST, HOST:PORT or"
                + " [IPv6]:PORT`",
            "f:2:11: listeners[0].name: expected a name of 1 to 64 letters, digits, '-', '_' or"
                + " '.', got \"a b\"",
            "f:3:13: listeners[0].listen: expected ADDRESS:PORT, [IPv6]:PORT or *:PORT, got"
                + " \"2121\"",
            "f:4:5: listeners[0].sever: unknown key; did you mean \"server\"?",
            "f:6:12: timeouts.connect: expected a duration such as 30s, 5m or 1h (1ms to 7d), got"
                + " \"banana\"",
            "f:7:9: timeouts.idle: expected a duration such as 30s, 5m or 1h (1ms to 7d), got"
                + " \"5\"",
            "f:8:10: threads: expected a whole number from 0 to 1024, got \"-1\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timeouts.login             | 0s      | a duration such as 30s, 5m or 1h (1ms to 7d)
          timeouts.login             | 8d      | a duration such as 30s, 5m or 1h (1ms to 7d)
          timeouts.login             | 1.5s    | a duration such as 30s, 5m or 1h (1ms to 7d)
          timeouts.login             | 30 s    | a duration such as 30s, 5m or 1h (1ms to 7d)
          timeouts.login             | 30S     | a duration such as 30s, 5m or 1h (1ms to 7d)
          timeouts.login             | +30s    | a duration such as 30s, 5m or 1h (1ms to 7d)
          timeouts.login             | ٣s      | a duration such as 30s, 5m or 1h (1ms to 7d)
          timeouts.login             | 99999999999999999999s | a duration such as 30s, 5m or 1h (1ms to 7d)
          limits.line-bytes          | 8KB     | a size such as 8192, 8KiB or 1MiB (64 to 1MiB)
          limits.line-bytes          | 63      | a size such as 8192, 8KiB or 1MiB (64 to 1MiB)
          limits.line-bytes          | 2MiB    | a size such as 8192, 8KiB or 1MiB (64 to 1MiB)
          limits.line-bytes          | 9999999999GiB | a size such as 8192, 8KiB or 1MiB (64 to 1MiB)
          limits.sessions            | 0       | a whole number from 1 to 1000000
          limits.sessions            | 1e3     | a whole number from 1 to 1000000
          limits.sessions            | 0x10    | a whole number from 1 to 1000000
          compliance                 | Strict  | lenient or strict
          deviations.bare-lf         | ignore  | allow, log, deny or close
          deviations.malformed-port  | allow   | deny or close (it can't be tolerated)
          deviations.unsolicited-reply | log   | deny or close (it can't be tolerated)
          deviations.line-too-long   | deny    | close (the session can't go on behind it)
          admin.listen               | *:9121  | ADDRESS:PORT, [IPv6]:PORT, unix:PATH or `off`
          admin.listen               | 9121    | ADDRESS:PORT, [IPv6]:PORT, unix:PATH or `off`
          admin.listen               | localhost:9121 | ADDRESS:PORT, [IPv6]:PORT, unix:PATH or `off`
          """)
  void wrongValue_saysWhatIsExpected(String path, String value, String expected) {
    int dot = path.indexOf('.');
    String text =
        dot < 0
            ? path + ": '" + value + "'\n"
            : path.substring(0, dot) + ":\n  " + path.substring(dot + 1) + ": '" + value + "'\n";
    int line = dot < 0 ? 2 : 3;
    int column = dot < 0 ? path.length() + 3 : path.length() - dot + 4;
    assertThat(mistakes(MINIMAL + text))
        .containsExactly(
            "f:"
                + line
                + ":"
                + column
                + ": "
                + path
                + ": expected "
                + expected
                + ", got \""
                + value
                + '"');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          listen              | *:65536           | ADDRESS:PORT, [IPv6]:PORT or *:PORT
          listen              | 2001:db8::1:21    | ADDRESS:PORT, [IPv6]:PORT or *:PORT
          listen              | [10.0.0.1]:21     | ADDRESS:PORT, [IPv6]:PORT or *:PORT
          listen              | 10.1:21           | ADDRESS:PORT, [IPv6]:PORT or *:PORT
          listen              | example.com:21    | ADDRESS:PORT, [IPv6]:PORT or *:PORT
          listen              | :21               | ADDRESS:PORT, [IPv6]:PORT or *:PORT
          server              | a:0               | HOST, HOST:PORT or [IPv6]:PORT
          server              | a:                | HOST, HOST:PORT or [IPv6]:PORT
          server              | 10.0.0.256        | HOST, HOST:PORT or [IPv6]:PORT
          server              | 10.0.0            | HOST, HOST:PORT or [IPv6]:PORT
          server              | ftp://a           | HOST, HOST:PORT or [IPv6]:PORT
          server              | a..b              | HOST, HOST:PORT or [IPv6]:PORT
          server              | -a                | HOST, HOST:PORT or [IPv6]:PORT
          server              | []                | HOST, HOST:PORT or [IPv6]:PORT
          advertise           | 0.0.0.0           | `auto`, an IPv4 or IPv6 address, or a host name
          advertise           | 224.0.0.1         | `auto`, an IPv4 or IPv6 address, or a host name
          advertise           | 1.2.3             | `auto`, an IPv4 or IPv6 address, or a host name
          advertise-to-server | ::                | `auto`, an IPv4 or IPv6 address, or a host name
          server-data-address | ftp.example.com   | an IPv4 or IPv6 address or `control-peer`
          active-source-port  | 65536             | a whole number from 0 to 65535
          data-ports          | 50000             | FIRST-LAST with 1024 <= FIRST <= LAST <= 65535, such as 50000-50999
          data-ports          | 1023-2000         | FIRST-LAST with 1024 <= FIRST <= LAST <= 65535, such as 50000-50999
          data-ports          | 50999-50000       | FIRST-LAST with 1024 <= FIRST <= LAST <= 65535, such as 50000-50999
          data-ports          | 50000-65536       | FIRST-LAST with 1024 <= FIRST <= LAST <= 65535, such as 50000-50999
          data-ports          | -                 | FIRST-LAST with 1024 <= FIRST <= LAST <= 65535, such as 50000-50999
          outside-ports       | auto              | FIRST-LAST with 1024 <= FIRST <= LAST <= 65535, such as 50000-50999
          """)
  void wrongValueOfAListener_saysWhatIsExpected(String key, String value, String expected) {
    String server = key.equals("server") ? "" : "    server: a\n";
    String text = "listeners:\n  - name: x\n    " + key + ": '" + value + "'\n" + server;
    assertThat(mistakes(text))
        .containsExactly(
            "f:3:"
                + (key.length() + 7)
                + ": listeners[0]."
                + key
                + ": expected "
                + expected
                + ", got \""
                + value
                + '"');
  }

  @Test
  void noValue_isToldAsNothing() {
    assertThat(mistakes("listeners:\n  - server:\n"))
        .containsExactly(
            "f:2:12: listeners[0].server: expected HOST, HOST:PORT or [IPv6]:PORT, got nothing");
    assertThat(mistakes(MINIMAL + "audit: {file: ''}"))
        .containsExactly("f:2:15: audit.file: expected a path, `-` or `off`, got nothing");
  }

  @Test
  void wrongKindOfNode_saysWhichIsExpected() {
    assertThat(mistakes("listeners: ftp.example.com"))
        .containsExactly(
            "f:1:12: listeners: expected a list, each item as `- name: ...`, got"
                + " \"ftp.example.com\"");
    assertThat(mistakes("listeners: {server: a}"))
        .containsExactly(
            "f:1:12: listeners: expected a list, each item as `- name: ...`, got \"keys\"");
    assertThat(mistakes("listeners: [a, {server: b}]"))
        .containsExactly("f:1:13: listeners[0]: expected keys such as `name: ...`, got \"a\"");
    assertThat(mistakes(MINIMAL + "timeouts: 5s\nthreads: [1]\nlimits: [1]\nadmin: off"))
        .containsExactly(
            "f:2:11: timeouts: expected keys such as `connect: ...`, got \"5s\"",
            "f:3:10: threads: expected a whole number from 0 to 1024, got \"a list\"",
            "f:4:9: limits: expected keys such as `line-bytes: ...`, got \"a list\"",
            "f:5:8: admin: expected keys such as `listen: ...`, got \"off\"");
    assertThat(mistakes("- a\n"))
        .containsExactly("f:1:1: expected keys such as `listeners: ...`, got \"a list\"");
    assertThat(mistakes(MINIMAL + "? [a]\n: b\n"))
        .containsExactly("f:2:3: expected the name of a key, got \"a list\"");
  }

  @Test
  void noListeners_isAMistakeAtTheirPlace() {
    String expected =
        "listeners: expected at least one listener, such as `- server: ftp.example.com`";
    assertThat(mistakes("")).containsExactly("f:1:1: " + expected);
    assertThat(mistakes("# nothing\n---\n")).containsExactly("f:1:1: " + expected);
    assertThat(mistakes("threads: 1\nlisteners: []")).containsExactly("f:2:12: " + expected);
    assertThat(mistakes("threads: 1\nlisteners:\n")).containsExactly("f:2:11: " + expected);
  }

  @Test
  void duplicateKey_namesTheFirstLine() {
    assertThat(mistakes(MINIMAL + "threads: 1\nthreads: 1\n"))
        .containsExactly("f:3:1: threads: expected each key once, it is already on line 2");
  }

  @Test
  void duplicateNames_nameTheOther() {
    assertThat(
            mistakes(
                """
                listeners:
                  - {server: a, listen: "*:1"}
                  - {server: a, listen: "*:2"}
                  - {server: a, listen: "*:3", name: x}
                  - {server: a, listen: "*:4", name: x}
                """))
        .containsExactly(
            "f:3:5: listeners[1].name: expected a name of its own, \"ftp\" is also that of"
                + " listeners[0]",
            "f:5:38: listeners[3].name: expected a name of its own, \"x\" is also that of"
                + " listeners[2]");
  }

  @Test
  void twoListenersOnOneAddress_nameTheOther() {
    assertThat(
            mistakes(
                """
                listeners:
                  - {server: a, name: a, listen: "10.0.0.1:21"}
                  - {server: a, name: b, listen: "10.0.0.2:21"}
                  - {server: a, name: c, listen: "10.0.0.1:21"}
                  - {server: a, name: d, listen: "*:21"}
                  - {server: a, name: e, listen: "0.0.0.0:21"}
                  - {server: a, name: f, listen: "*:0"}
                  - {server: a, name: g, listen: "*:0"}
                  - {server: a, name: h, listen: "*:9121"}
                """))
        .containsExactly(
            "f:4:34: listeners[2].listen: expected an address and port of its own, got 10.0.0.1:21,"
                + " but listeners[0] listens on 10.0.0.1:21",
            "f:5:34: listeners[3].listen: expected an address and port of its own, got *:21, but"
                + " listeners[0] listens on 10.0.0.1:21",
            "f:6:34: listeners[4].listen: expected an address and port of its own, got 0.0.0.0:21,"
                + " but listeners[0] listens on 10.0.0.1:21",
            "f:9:34: listeners[7].listen: expected an address and port of its own, got *:9121, but"
                + " admin.listen is 127.0.0.1:9121");
  }

  @Test
  void listenAddress_collision_dependsOnTheFamily() {
    assertThat(collide("0.0.0.0:21", "[2001:db8::1]:21")).isFalse();
    assertThat(collide("[::]:21", "10.0.0.1:21")).isTrue();
    assertThat(collide("0.0.0.0:21", "[::]:21")).isTrue();
    assertThat(collide("*:21", "[::]:21")).isTrue();
    assertThat(collide("*:21", "*:22")).isFalse();
  }

  private static boolean collide(String one, String other) {
    ListenAddress a = Addresses.listen().parse(one).orElseThrow();
    ListenAddress b = Addresses.listen().parse(other).orElseThrow();
    assertThat(a.collidesWith(b)).isEqualTo(b.collidesWith(a));
    return a.collidesWith(b);
  }

  @Test
  void dataPortsThatOthersListenOn_nameThem() {
    assertThat(
            mistakes(
                """
                listeners:
                  - {server: a, name: a, listen: "*:2121", data-ports: 2000-2999}
                  - {server: a, name: b, listen: "*:50500"}
                admin: {listen: "127.0.0.1:50999"}
                """))
        .containsExactly(
            "f:2:56: listeners[0].data-ports: expected ports that nothing else listens on, got"
                + " 2000-2999, but 2121 is that of listeners[0].listen",
            "f:3:5: listeners[1].data-ports: expected ports that nothing else listens on, got"
                + " 50000-50999, but 50500 is that of listeners[1].listen",
            "f:3:5: listeners[1].data-ports: expected ports that nothing else listens on, got"
                + " 50000-50999, but 50999 is that of admin.listen");
  }

  @Test
  void outsidePortsOfAnotherSize_sayBothSizes() {
    assertThat(mistakes("listeners: [{server: a, outside-ports: 60000-60998}]"))
        .containsExactly(
            "f:1:40: listeners[0].outside-ports: expected as many ports as data-ports has, which is"
                + " 1000 (50000-50999), got 999 (60000-60998)");
  }

  @Test
  void advertiseMap_needsBothKeys() {
    assertThat(
            mistakes(
                "listeners: [{server: a, advertise-map: [{clients: 10.0.0.1/8}, {address: x}]}]"))
        .containsExactly(
            "f:1:41: listeners[0].advertise-map[0].address: is missing; expected `address: `auto`,"
                + " an IPv4 or IPv6 address, or a host name`",
            "f:1:51: listeners[0].advertise-map[0].clients: expected a network such as 10.0.0.0/8 or"
                + " 2001:db8::/32 (no bits set behind the prefix), got \"10.0.0.1/8\"",
            "f:1:64: listeners[0].advertise-map[1].clients: is missing; expected `clients: a network"
                + " such as 10.0.0.0/8 or 2001:db8::/32 (no bits set behind the prefix)`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          listeners:@\t- server: a      | 2:1  | found a tab; indent with spaces
          listeners:@- listen: *:2121   | 2:12 | found a value that begins with '*'; put it in quotation marks
          listeners:@- listen: *        | 2:12 | found a value that begins with '*'; put it in quotation marks
          listeners:@- listen: *a       | 2:11 | found a value that begins with '*'; put it in quotation marks
          listeners:@- name: &          | 2:10 | found a value that begins with '&'; put it in quotation marks
          a: b: c                       | 1:5  | found ': ' inside a value; put the value in quotation marks, or begin the keys of a section in one column
          a:@    b: 1@  c: 2            | 3:3  | expected a key in the column of the keys above it
          a: 1@b@c: 2                   | 3:1  | expected a key with ': ' behind it
          listeners: [a                 | 2:1  | expected ',' or ']' in the list; put a value that has [, ], { or } in quotation marks
          limits: {a: 1                 | 2:1  | expected ',' or '}' behind the key's value; put a value that has ': ' in it in quotation marks
          limits: {a: 1: 2}             | 1:14 | expected ',' or '}' behind the key's value; put a value that has ': ' in it in quotation marks
          a: 1@--- @b: 2                | 2:1  | expected one document, found another
          a: 'b                         | 2:1  | expected a closing quotation mark
          a: @b                         | 1:4  | found a character that no value begins with; put the value in quotation marks
          a: !!javax.X [b]              | 1:4  | Global tag is not allowed: tag:yaml.org,2002:javax.X
          """)
  void yamlSyntax_isToldWithItsPlaceAndInPlainWords(String text, String place, String message) {
    String lines = text.contains("a: @b") ? text : text.replace("@", "\n");
    assertThat(mistakes(lines.replace("\\t", "\t") + "\n"))
        .containsExactly("f:" + place + ": is not YAML: " + message);
  }

  @Test
  void bytesThatAreNoText_areToldWithTheirPlace() {
    assertThat(mistakes(new byte[] {'a', ':', '\n', 'b', (byte) 0xFF, 'c'}))
        .containsExactly("f:2:2: expected UTF-8 text, got the byte 0xFF");
    assertThat(mistakes(new byte[] {'a', '\n', (byte) 0xE2, (byte) 0x82}))
        .containsExactly("f:2:1: expected UTF-8 text, got the byte 0xE2");
    assertThat(mistakes("a\nb\u0001"))
        .containsExactly("f:2:2: expected text, got the control character U+0001");
    assertThat(mistakes("a: \0"))
        .containsExactly("f:1:4: expected text, got the control character U+0000");
  }

  @Test
  void whatTheFileHolds_isShownShortAndHarmless() {
    assertThat(mistakes(MINIMAL + "threads: \"\\e[31m\\n\\u202E" + "x".repeat(100) + "\"\n"))
        .containsExactly(
            "f:2:10: threads: expected a whole number from 0 to 1024, got"
                + " \"\\u001b[31m\\u000a\\u202e"
                + "x".repeat(53)
                + "...\"");
    assertThat(mistakes(MINIMAL + "\"a\\nb\": 1\n"))
        .singleElement()
        .asString()
        .startsWith("f:2:1: a\\u000ab: unknown key; expected one of ");
  }

  @Test
  void tooManyBytes_areNotRead(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("big.yaml"), new byte[YamlText.MOST_BYTES + 1]);
    assertThat(mistakes(Files.readAllBytes(file)))
        .containsExactly("f: expected at most 256KiB, got more");
  }

  @Test
  void aliasBomb_isRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
    IntStream.range(1, 12)
        .forEach(i -> bomb.append("a%d: &a%d [*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1)));
    assertThat(mistakes(bomb.toString()))
        .singleElement()
        .asString()
        .startsWith("f: is not YAML: Number of aliases");
  }

  @Test
  void recursion_ends() {
    assertThat(mistakes("listeners: &a [*a]\n"))
        .containsExactly("f:1:12: listeners[0]: expected keys such as `name: ...`, got \"a list\"");
  }

  @Test
  void depth_isLimited() {
    assertThat(mistakes("a: " + "[".repeat(10_000)))
        .singleElement()
        .asString()
        .startsWith("f: is not YAML: Nesting Depth exceeded");
  }
}
