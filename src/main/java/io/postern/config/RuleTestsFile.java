package io.postern.config;

import io.postern.config.RuleTest.Expected;
import io.postern.policy.Decision.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** A file of rule tests in YAML. Thread-safe: each call reads anew. */
public final class RuleTestsFile {

  private static final int MOST_BYTES = 1024 * 1024;

  private final Fields file;
  private final Problems problems;

  private RuleTestsFile(Fields file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * Reads a file, and the rules file that it names.
   *
   * @throws ConfigException if one can't be read, or holds mistakes: all of them
   */
  public static LoadedRuleTests load(Path file) throws ConfigException {
    RuleTestsFile read = read(file);
    List<RuleTest> cases = read.checked();
    Path rules = read.file.find(RuleTestsKeys.RULES).orElseThrow();
    return new LoadedRuleTests(file.toString(), RulesFile.load(folder(file).resolve(rules)), cases);
  }

  /**
   * Reads a file, and other rules than those that it names.
   *
   * @throws ConfigException if one can't be read, or holds mistakes: all of them
   */
  public static LoadedRuleTests load(Path file, Path rules) throws ConfigException {
    List<RuleTest> cases = read(file).checked();
    return new LoadedRuleTests(file.toString(), RulesFile.load(rules), cases);
  }

  private List<RuleTest> checked() throws ConfigException {
    List<RuleTest> cases = cases();
    problems.throwMistakes();
    return cases;
  }

  private static Path folder(Path file) {
    return file.getParent() == null ? Path.of("") : file.getParent();
  }

  private static RuleTestsFile read(Path file) throws ConfigException {
    try {
      return parse(file.toString(), FileBytes.read(file, MOST_BYTES), folder(file));
    } catch (IOException e) {
      throw new ConfigException(
          List.of(new Problem(file.toString(), 0, 0, "", FileBytes.reason(file, e))));
    }
  }

  private static RuleTestsFile parse(String name, byte[] content, Path folder)
      throws ConfigException {
    Problems problems = new Problems();
    Place start = new Place(name, 1, 1, "");
    Reading reading = new Reading(new Place(name, 0, 0, ""), folder, problems);
    Optional<Node> root =
        YamlText.compose(new Place(name, 0, 0, ""), content, MOST_BYTES, problems);
    problems.throwMistakes();
    if (root.isEmpty() || Nodes.isNothing(root.get())) {
      problems.expected(start, RuleTestsKeys.FILE.expected(), "");
      problems.throwMistakes();
    }
    Fields file =
        RuleTestsKeys.FILE.read(root.orElseThrow(), start, reading).orElse(new Fields(start));
    return new RuleTestsFile(file, problems);
  }

  private List<RuleTest> cases() {
    List<Fields> all = file.find(RuleTestsKeys.CASES).orElse(List.of());
    if (all.isEmpty() && file.isGiven(RuleTestsKeys.CASES)) {
      problems.mistake(
          file.place(RuleTestsKeys.CASES), "expected at least one case, such as `- name: ...`");
    }
    Map<String, Place> names = new HashMap<>();
    List<RuleTest> cases = new ArrayList<>();
    for (Fields each : all) {
      checkName(each, names);
      readCase(each).ifPresent(cases::add);
    }
    return cases;
  }

  private void checkName(Fields each, Map<String, Place> names) {
    Optional<String> name = each.find(RuleTestsKeys.NAME);
    Place place = each.place(RuleTestsKeys.NAME);
    if (name.isPresent() && name.get().isBlank()) {
      problems.expected(place, "what the case shows", "");
    }
    Place first = name.map(text -> names.putIfAbsent(text, place)).orElse(null);
    if (first != null) {
      problems.mistake(place, "expected a name of its own, it is already on line " + first.line());
    }
  }

  private Optional<RuleTest> readCase(Fields each) {
    Fields defaults = file.find(RuleTestsKeys.DEFAULTS).orElse(new Fields(file.place()));
    Fields given =
        each.find(RuleTestsKeys.GIVEN).orElse(new Fields(each.place(RuleTestsKeys.GIVEN)));
    // A section that is no section has been told; what is missing in it is no second mistake.
    boolean broken =
        (each.isGiven(RuleTestsKeys.GIVEN) && each.find(RuleTestsKeys.GIVEN).isEmpty())
            || (file.isGiven(RuleTestsKeys.DEFAULTS)
                && file.find(RuleTestsKeys.DEFAULTS).isEmpty());
    if (broken) {
      return Optional.empty();
    }
    Optional<GivenRequest> request = new RequestReader(given, defaults, problems).read();
    Optional<Expected> expected = each.find(RuleTestsKeys.EXPECT).flatMap(this::expected);
    return request.flatMap(
        asked ->
            expected.map(
                wanted ->
                    new RuleTest(
                        each.find(RuleTestsKeys.NAME).orElse(""),
                        each.place().line(),
                        asked,
                        wanted)));
  }

  private Optional<Expected> expected(Fields fields) {
    Optional<Outcome> verdict = fields.find(RuleTestsKeys.VERDICT);
    if (verdict.filter(Outcome.ALLOW::equals).isPresent() && fields.isGiven(RuleTestsKeys.REPLY)) {
      problems.mistake(
          fields.place(RuleTestsKeys.REPLY),
          "expected nothing: the reply to what is allowed is the server's");
    }
    return verdict.map(
        outcome ->
            new Expected(
                outcome,
                fields.find(RuleTestsKeys.RULE),
                fields.find(RuleTestsKeys.REPLY),
                fields.find(RuleTestsKeys.OBSERVED),
                fields.find(RuleTestsKeys.LIMIT).orElse(List.of()),
                fields.find(RuleTestsKeys.PRIVATE_DATA)));
  }
}
