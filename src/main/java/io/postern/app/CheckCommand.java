package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.FileKind;
import io.postern.config.LoadedRuleTests;
import io.postern.config.LoadedRules;
import io.postern.config.LoadedSettings;
import io.postern.config.RuleTestsFile;
import io.postern.config.SettingsFile;
import io.postern.net.LoadedTls;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern check}: every mistake of each file, and the cases of rule tests that fail. */
@Command(
    name = "check",
    header = "Read configuration files, and tell every mistake; run rule tests.",
    customSynopsis = {
      "postern check FILE...",
      "       postern check --rules FILE",
      "       postern check --tests [FILE|FOLDER]... [--rules FILE]"
    },
    description = {
      "",
      "Each mistake is a line: FILE:LINE:COLUMN: KEY: what is wrong, and what was expected.",
      "Each case that fails is a line: FILE:LINE: NAME: what was expected, what came, and by which"
          + " rule.",
      ""
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All files can be used, and all cases pass.",
      "2:At least one file has a mistake.",
      "4:No file has a mistake, but at least one case fails."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  postern check /etc/postern/postern.yaml",
      "  postern check --rules rules.yaml",
      "  postern check --rules rules.yaml --tests",
      "  postern check --tests rules/tests"
    })
final class CheckCommand implements Callable<Integer> {

  private static final Path TESTS = Path.of("rules", "tests");

  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description =
          "A settings file in YAML; the rules file and the certificates that it names are checked too.")
  List<Path> files = List.of();

  @Option(names = "--rules", paramLabel = "FILE", description = "A rules file in YAML.")
  List<Path> rules = List.of();

  @Option(
      names = "--tests",
      arity = "0..*",
      paramLabel = "FILE|FOLDER",
      description =
          "Rule tests to run: files, or folders with *.yaml. Default: of --rules DIR/NAME.yaml"
              + " DIR/tests/NAME.yaml; without --rules the folder rules/tests. Beside --rules, the"
              + " cases are put to those rules, in place of the ones that they name.")
  @Nullable List<Path> tests;

  @Override
  public Integer call() {
    if (files.isEmpty() && rules.isEmpty() && tests == null) {
      throw new ParameterException(
          spec.commandLine(), "expected a settings FILE, --rules FILE or --tests");
    }
    int worst = ExitCodes.OK;
    for (Path file : files) {
      worst = ExitCodes.worst(worst, checkSettings(file));
    }
    for (Path file : rules) {
      worst = ExitCodes.worst(worst, checkRules(file));
    }
    return tests == null ? worst : ExitCodes.worst(worst, runAll(tests));
  }

  private int checkSettings(Path file) {
    PrintWriter err = spec.commandLine().getErr();
    try {
      LoadedSettings loaded = SettingsFile.load(file);
      loaded.warnings().forEach(warning -> err.println("warning: " + warning));
      RulesFiles.warn(loaded.settings().loadRules(), err);
      warn(loaded.settings().loadTls(InstantSource.system()), err);
      loaded.settings().loadPools();
      loaded.settings().loadUsers().close();
      spec.commandLine().getOut().println(file + ": ok; " + Summary.of(loaded.settings()));
      return ExitCodes.OK;
    } catch (ConfigException e) {
      RulesFiles.tell(e, file, FileKind.SETTINGS, err);
      return ExitCodes.USAGE;
    }
  }

  private static void warn(LoadedTls tls, PrintWriter err) {
    tls.sources().stream()
        .flatMap(source -> source.warnings().stream())
        .forEach(warning -> err.println("warning: " + warning));
  }

  private int checkRules(Path file) {
    PrintWriter err = spec.commandLine().getErr();
    try {
      LoadedRules loaded = RulesFiles.load(file, err);
      spec.commandLine().getOut().println(file + ": ok; " + Summary.of(loaded.rules()));
      return ExitCodes.OK;
    } catch (ConfigException e) {
      RulesFiles.tell(e, file, FileKind.RULES, err);
      return ExitCodes.USAGE;
    }
  }

  private int runAll(List<Path> named) {
    if (rules.isEmpty()) {
      return runAll(named.isEmpty() ? List.of(TESTS) : named, null);
    }
    int worst = ExitCodes.OK;
    for (Path file : rules) {
      List<Path> its = named.isEmpty() ? List.of(beside(file)) : named;
      worst = ExitCodes.worst(worst, runAll(its, file));
    }
    return worst;
  }

  private static Path beside(Path file) {
    return file.resolveSibling("tests").resolve(file.getFileName());
  }

  private int runAll(List<Path> named, @Nullable Path instead) {
    int worst = ExitCodes.OK;
    for (Path each : named) {
      try {
        for (Path file : testFiles(each)) {
          worst = ExitCodes.worst(worst, runTests(file, instead));
        }
      } catch (IOException e) {
        spec.commandLine().getErr().println(each + ": can't be listed: " + e.getMessage());
        worst = ExitCodes.USAGE;
      }
    }
    return worst;
  }

  private List<Path> testFiles(Path named) throws IOException {
    if (!Files.isDirectory(named)) {
      return List.of(named);
    }
    try (Stream<Path> all = Files.list(named)) {
      List<Path> found = all.filter(CheckCommand::isYaml).sorted().toList();
      if (found.isEmpty()) {
        throw new IOException("expected files *.yaml, but there are none");
      }
      return found;
    }
  }

  private static boolean isYaml(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private int runTests(Path file, @Nullable Path instead) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      LoadedRuleTests loaded =
          instead == null ? RuleTestsFile.load(file) : RuleTestsFile.load(file, instead);
      if (instead == null) {
        RulesFiles.warn(loaded.rules(), spec.commandLine().getErr());
      }
      List<String> failures = new RuleTestRun(loaded).failures();
      failures.forEach(out::println);
      out.println(file + ": " + Summary.of(loaded.cases().size(), failures.size()));
      return failures.isEmpty() ? ExitCodes.OK : ExitCodes.NO;
    } catch (ConfigException e) {
      RulesFiles.tell(e, file, FileKind.TESTS, spec.commandLine().getErr());
      return ExitCodes.USAGE;
    }
  }
}
