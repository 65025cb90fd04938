package io.postern.config;

import io.postern.policy.Operation;
import io.postern.policy.VerbGroup;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The type of verbs and of groups of them. */
final class VerbTypes {

  private VerbTypes() {}

  static TextShape<Set<Operation>> operations() {
    return TextShape.of(
            new ValueType<>(
                "a verb such as stor, or a group such as write",
                VerbTypes::readVerb,
                Set::toString),
            Schemas.words(verbWords(true)))
        .hint(text -> RuleTypes.meant(text, verbWords(false)));
  }

  // Where a group has the name of a verb (list, site), the group is meant: a rule against `list`
  // that let NLST through would be a hole.
  private static Optional<Set<Operation>> readVerb(String text) {
    return VerbGroup.of(text.toLowerCase(Locale.ROOT))
        .map(VerbGroup::operations)
        .or(() -> Operation.of(text).map(Set::of));
  }

  /** Groups, then verbs. */
  private static List<String> verbWords(boolean inCapitalsToo) {
    Set<String> words = new LinkedHashSet<>();
    for (VerbGroup group : VerbGroup.values()) {
      words.add(group.label());
    }
    Operation.all().forEach(operation -> words.add(operation.label()));
    List<String> both = new ArrayList<>(words);
    if (inCapitalsToo) {
      words.forEach(word -> both.add(word.toUpperCase(Locale.ROOT)));
    }
    return both;
  }
}
