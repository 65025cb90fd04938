package io.postern.config;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rules files of random keys and values, most of them right, for a seed. */
final class RandomRules {

  private static final List<String> WRONG =
      List.of("", "nonsense", "-1", "[]", "{}", "[[a]]", "{a: b}", "~", "'\\0'", "1e9", "*x");

  private static final Map<RuleKey<?>, List<String>> RIGHT =
      Map.ofEntries(
          Map.entry(ConditionKeys.CLIENT, List.of("10.0.0.0/8", "[office, '::1']", "office")),
          Map.entry(ConditionKeys.LISTENER, List.of("ftp", "[ftp, other]")),
          Map.entry(ConditionKeys.SERVER, List.of("10.0.0.5", "[office]")),
          Map.entry(ConditionKeys.USER, List.of("bob", "[partners, anonymous]", "'/a+/'", "7")),
          Map.entry(ConditionKeys.TLS, List.of("true", "false")),
          Map.entry(ConditionKeys.VERB, List.of("stor", "[read, connect]", "passive", "PORT")),
          Map.entry(ConditionKeys.PATH, List.of("/in/**", "['/home/{user}/*', /a]")),
          Map.entry(ConditionKeys.EXTENSION, List.of("exe", "[tar.gz, 7z]")),
          Map.entry(ConditionKeys.DIRECTION, List.of("upload", "[download, listing]")),
          Map.entry(ConditionKeys.MODE, List.of("active", "passive")),
          Map.entry(ConditionKeys.TIME, List.of("{days: mon-fri}", "{from: 22:00, to: '06:00'}")),
          Map.entry(ConditionKeys.DATA_ADDRESS, List.of("192.0.2.20", "office")),
          Map.entry(ConditionKeys.DATA_PORT, List.of("1-1023", "[21, 1024-65535]")),
          Map.entry(ConditionKeys.THIRD_PARTY, List.of("true", "false")),
          Map.entry(EffectKeys.ALLOW, List.of("true")),
          Map.entry(EffectKeys.DENY, List.of("true", "553 Not here.")),
          Map.entry(EffectKeys.CLOSE, List.of("true")),
          Map.entry(EffectKeys.OBSERVE, List.of("true")),
          Map.entry(EffectKeys.BANNER, List.of("Hello.")),
          Map.entry(EffectKeys.SYST, List.of("'UNIX Type: L8'")),
          Map.entry(EffectKeys.THIRD_PARTY, List.of("true", "false")),
          Map.entry(EffectKeys.DATA_PEER, List.of("192.0.2.20")),
          Map.entry(EffectKeys.LIMIT, List.of("{sessions: 5}", "{upload-bytes: 1MiB}")));

  private final Random random;

  RandomRules(long seed) {
    random = new Random(seed);
  }

  /** A file of up to six rules. */
  String file() {
    String rules =
        IntStream.range(0, random.nextInt(7)).mapToObj(this::rule).collect(Collectors.joining());
    return """
        default: %s
        sets: {office: {networks: [10.1.0.0/16]}, partners: {users: [bob, 'a-*']}}
        rules:
        %s"""
        .formatted(one(List.of("allow", "deny", "close", "{deny: 550 No.}")), rules);
  }

  private String rule(int index) {
    String id = random.nextInt(50) == 0 ? "r0" : "r" + index;
    String when = "when: {" + some(ConditionKeys.KEYS) + "}, ";
    String unless = random.nextInt(5) == 0 ? "unless: {" + some(ConditionKeys.KEYS) + "}, " : "";
    return "  - {id: " + id + ", " + when + unless + "then: " + then() + "}\n";
  }

  private String then() {
    return random.nextBoolean()
        ? one(List.of("allow", "deny", "close", "observe"))
        : "{" + some(EffectKeys.KEYS) + "}";
  }

  private String some(List<RuleKey<?>> keys) {
    return IntStream.range(0, 1 + random.nextInt(3))
        .mapToObj(i -> keys.get(random.nextInt(keys.size())))
        .distinct()
        .map(key -> key.name() + ": " + value(key))
        .collect(Collectors.joining(", "));
  }

  private String value(RuleKey<?> key) {
    return one(random.nextInt(40) == 0 ? WRONG : RIGHT.getOrDefault(key, WRONG));
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
