package io.postern.policy;

import io.postern.ftp.Text;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Conditions on the file that an operation is about. */
final class FileConditions {

  private static final int SHOWN_OF_PATH = 160;

  private FileConditions() {}

  static void add(Conditions conditions, boolean windowsPaths, Collection<Condition> to) {
    if (!conditions.extensions().isEmpty()) {
      to.add(extensions(conditions.extensions()));
    }
    if (!conditions.paths().isEmpty()) {
      to.add(paths(conditions.paths(), windowsPaths));
    }
  }

  /** Whether one of them is about the file. */
  static boolean isIn(Conditions conditions) {
    return !conditions.paths().isEmpty() || !conditions.extensions().isEmpty();
  }

  private static Condition paths(List<PathPattern> given, boolean windowsPaths) {
    List<PathPattern> patterns =
        windowsPaths ? given.stream().map(PathPattern::caseFolded).toList() : given;
    return file(
        facts -> matchesOne(patterns, facts),
        facts ->
            "path "
                + Text.escape(facts.path.text(), SHOWN_OF_PATH)
                + " is not "
                + Listing.of(given));
  }

  private static boolean matchesOne(List<PathPattern> patterns, Facts facts) {
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matches(facts.path.text(), facts.pathUser)) {
        return true;
      }
    }
    return false;
  }

  private static Condition extensions(Set<String> given) {
    Set<String> extensions =
        given.stream().map(CaseFolding::fold).collect(Collectors.toUnmodifiableSet());
    List<String> dotted = given.stream().map(each -> "." + each).toList();
    return file(
        facts -> endsInOne(extensions, facts),
        facts ->
            "file "
                + Text.escape(facts.fileName(), SHOWN_OF_PATH)
                + " does not end in "
                + Listing.sorted(dotted));
  }

  private static boolean endsInOne(Set<String> extensions, Facts facts) {
    List<String> its = facts.extensions();
    for (int i = 0; i < its.size(); i++) {
      if (extensions.contains(its.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static Condition file(Predicate<Facts> holds, Function<Facts, String> whyNot) {
    return new Condition(
        facts ->
            switch (facts.path.state()) {
              case NONE -> Truth.NO;
              case UNKNOWN -> Truth.MAYBE;
              case KNOWN -> Truth.of(holds.test(facts));
            },
        facts ->
            facts.path.state() == FilePath.State.KNOWN
                ? whyNot.apply(facts)
                : OperationConditions.name(facts.request.operation()) + " is about no file");
  }
}
