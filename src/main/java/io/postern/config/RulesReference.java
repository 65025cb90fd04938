package io.postern.config;

import io.postern.policy.VerbGroup;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the README's tables of a rules file from the table of its keys. */
public final class RulesReference {

  private RulesReference() {}

  /**
   * Tables in Markdown, of the file, of sets, conditions, verb groups and actions; lines end in LF.
   */
  public static String markdown() {
    StringBuilder text = new StringBuilder();
    table(text, "key of the file", "", RulesKeys.KEYS);
    table(text, "key of a rule", "", RulesKeys.RULE_KEYS);
    table(text, "key of a set", "", NamedSets.KEYS);
    table(text, "condition", "", ConditionKeys.KEYS);
    rows(text, "time.", ConditionKeys.TIME_KEYS);
    groups(text);
    table(text, "action", "", EffectKeys.KEYS);
    rows(text, "limit.", EffectKeys.LIMIT_KEYS);
    rows(text, "limit.failed-logins.", EffectKeys.FAILED_LOGIN_KEYS);
    return text.toString();
  }

  private static void groups(StringBuilder text) {
    text.append("\n| verb group | operations |\n|---|---|\n");
    for (VerbGroup group : VerbGroup.values()) {
      String operations =
          group.operations().stream()
              .map(operation -> "`" + operation.label() + "`")
              .sorted()
              .collect(Collectors.joining(" "));
      text.append("| `").append(group.label()).append("` | ").append(operations).append(" |\n");
    }
  }

  /** All keys but those of deviations, sets' names and cases. */
  static List<RuleKey<?>> keys() {
    return Stream.of(
            RulesKeys.KEYS,
            RulesKeys.RULE_KEYS,
            NamedSets.KEYS,
            ConditionKeys.KEYS,
            ConditionKeys.TIME_KEYS,
            EffectKeys.KEYS,
            EffectKeys.LIMIT_KEYS,
            EffectKeys.FAILED_LOGIN_KEYS)
        .<RuleKey<?>>flatMap(List::stream)
        .toList();
  }

  private static void table(
      StringBuilder text, String title, String prefix, List<RuleKey<?>> keys) {
    text.append("\n| ").append(title).append(" | default | expects | what it does |\n");
    text.append("|---|---|---|---|\n");
    rows(text, prefix, keys);
  }

  private static void rows(StringBuilder text, String prefix, List<RuleKey<?>> keys) {
    for (RuleKey<?> key : keys) {
      String cells =
          String.join(
              " | ",
              "`" + prefix + key.name() + "`",
              SettingsReference.escaped(key.fallback()),
              SettingsReference.escaped(key.shape().expected()),
              SettingsReference.escaped(key.description()));
      text.append("| ").append(cells).append(" |\n");
    }
  }
}
