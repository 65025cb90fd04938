package io.postern.config;

import io.postern.config.RuleTest.ExpectedReply;
import io.postern.policy.Decision.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The table of the keys of a file of rule tests. */
final class RuleTestsKeys {

  private static final String ANY = "any";

  static final RuleKey<Outcome> VERDICT =
      RuleKey.required("verdict", RuleTypes.word(Outcome.class), "What is decided.");
  static final RuleKey<String> RULE =
      RuleKey.of("rule", RuleTypes.name(), ANY, "The rule that decides, or `default`.");
  static final RuleKey<ExpectedReply> REPLY =
      RuleKey.of("reply", reply(), ANY, "What a client is told that is refused.");
  static final RuleKey<List<String>> OBSERVED =
      RuleKey.of(
          "observed", Items.of(RuleTypes.name()).orNone(), ANY, "Exactly these rules observe.");
  static final RuleKey<List<String>> LIMIT =
      RuleKey.of("limit", Items.of(limit()), ANY, "These limits apply, among others.");
  static final RuleKey<Boolean> PRIVATE_DATA =
      RuleKey.of(
          "private-data",
          RuleTypes.truth(),
          ANY,
          "Whether data connections have to be under TLS for it.");
  static final Section EXPECT_SECTION =
      new Section(List.of(VERDICT, RULE, REPLY, OBSERVED, LIMIT, PRIVATE_DATA));

  static final RuleKey<String> NAME =
      RuleKey.required("name", RuleTypes.anyText(), "What the case shows.");
  static final RuleKey<Fields> GIVEN =
      RuleKey.of("given", RequestKeys.SECTION, "the defaults", "What is asked.");
  static final RuleKey<Fields> EXPECT =
      RuleKey.required("expect", EXPECT_SECTION, "What has to come.");

  static final RuleKey<Path> RULES =
      RuleKey.required(
          "rules",
          TextShape.of(Scalars.file(), Schemas.text()),
          "The rules file, relative to this one.");
  static final RuleKey<Fields> DEFAULTS =
      RuleKey.of("given", RequestKeys.SECTION, "none", "What holds for all cases.");
  static final RuleKey<List<Fields>> CASES =
      RuleKey.required(
          "cases", new Listing(new Section(List.of(NAME, GIVEN, EXPECT))), "The cases.");

  static final Section FILE = new Section(List.of(RULES, DEFAULTS, CASES));

  private RuleTestsKeys() {}

  private static TextShape<ExpectedReply> reply() {
    return TextShape.of(
        new ValueType<>(
            "a code from 400 to 599, and the text if it matters",
            RuleTestsKeys::readReply,
            ExpectedReply::toString),
        Schemas.text());
  }

  private static Optional<ExpectedReply> readReply(String text) {
    return text.matches("[45][0-9][0-9]( [ -~]{1,512})?")
        ? Optional.of(
            new ExpectedReply(Integer.parseInt(text.substring(0, 3)), text.substring(3).strip()))
        : Optional.empty();
  }

  private static TextShape<String> limit() {
    List<String> names = EffectKeys.LIMIT_KEYS.stream().map(RuleKey::name).toList();
    return TextShape.of(
            new ValueType<>(
                "the name of a limit such as " + names.get(0),
                text -> Optional.of(text).filter(names::contains),
                text -> text),
            Schemas.words(names))
        .hint(text -> RuleTypes.meant(text, names));
  }
}
