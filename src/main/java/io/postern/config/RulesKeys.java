package io.postern.config;

import io.postern.ftp.Deviation;
import io.postern.ftp.Stance;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The table of the keys of a rules file. The parser, the suggestions, the JSON Schema and the
 * README's tables are made from it.
 */
final class RulesKeys {

  /** How paths are written. */
  enum Paths {
    UNIX,
    WINDOWS
  }

  static final RuleKey<String> ID =
      RuleKey.required(
          "id", RuleTypes.name(), "Its name in replies, the audit log and metrics; unique.");
  static final RuleKey<String> DESCRIPTION =
      RuleKey.of("description", RuleTypes.anyText(), "none", "For people.");
  static final RuleKey<Fields> WHEN =
      RuleKey.of(
          "when", ConditionKeys.SECTION, "always", "What must all hold for the rule to match.");
  static final RuleKey<Fields> UNLESS =
      RuleKey.of(
          "unless",
          ConditionKeys.EXCEPTIONS,
          "never",
          "The rule does not match if all of this holds.");
  static final RuleKey<Fields> THEN = RuleKey.required("then", EffectKeys.THEN, "What it does.");
  static final List<RuleKey<?>> RULE_KEYS = List.of(ID, DESCRIPTION, WHEN, UNLESS, THEN);

  static final RuleKey<Fields> DEFAULT =
      RuleKey.of("default", EffectKeys.DEFAULT, "allow", "What decides where no rule does.");
  static final RuleKey<Compliance> COMPLIANCE =
      RuleKey.of(
          "compliance",
          RuleTypes.word(Compliance.class),
          "as in the settings",
          "What is done about departures from the standard that no `deviations` names.");
  private static final Map<Deviation, RuleKey<Stance>> STANCES = stances();
  static final RuleKey<Fields> DEVIATIONS =
      RuleKey.of(
          "deviations",
          new Section(List.copyOf(STANCES.values())),
          "as in the settings",
          "What is done about single departures from the standard.");
  static final RuleKey<Paths> PATHS =
      RuleKey.of(
          "paths",
          RuleTypes.word(Paths.class),
          "unix",
          "How the server reads paths; `windows` ignores case and takes `\\` for `/`.");
  static final RuleKey<Boolean> TRACE =
      RuleKey.of(
          "trace-in-reply",
          RuleTypes.truth(),
          "true",
          "Whether the reply to what is denied ends in the trace id of the audit log.");
  static final RuleKey<List<String>> SETS =
      RuleKey.of(
          "sets",
          new NamedSets(),
          "none",
          "Named sets of networks, users, certificates and extensions.");
  static final RuleKey<List<Fields>> RULES =
      RuleKey.of(
          "rules",
          new Listing(
              new Section(RULE_KEYS)
                  .elsewhere("when", ConditionKeys.KEYS)
                  .elsewhere("then", EffectKeys.KEYS)
                  .elsewhere("then.limit", EffectKeys.LIMIT_KEYS)),
          "none",
          "The rules; the first that matches and decides, decides.");
  static final List<RuleKey<?>> KEYS =
      List.of(DEFAULT, COMPLIANCE, DEVIATIONS, PATHS, TRACE, SETS, RULES);

  static final Section FILE = new Section(KEYS);

  private RulesKeys() {}

  /** The key of each deviation, in the order of the enum. */
  static Map<Deviation, RuleKey<Stance>> deviations() {
    return STANCES;
  }

  private static Map<Deviation, RuleKey<Stance>> stances() {
    Map<Deviation, RuleKey<Stance>> keys = new EnumMap<>(Deviation.class);
    for (Deviation deviation : Deviation.values()) {
      keys.put(
          deviation,
          RuleKey.of(
              deviation.label(),
              StanceText.shape(deviation),
              "as `compliance` says",
              "What is done about " + deviation.description() + "."));
    }
    return keys;
  }
}
