package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.LoadedSettings;
import io.postern.config.SettingsFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern check FILE...}: every mistake of each file, and nothing else happens. */
@Command(
    name = "check",
    header = "Read configuration files, and tell every mistake.",
    description = {
      "",
      "Each mistake is a line: FILE:LINE:COLUMN: KEY: what is wrong, and what was expected.",
      ""
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:All files can be used.", "2:At least one file has a mistake."},
    footerHeading = "%nExample:%n",
    footer = "  postern check /etc/postern/postern.yaml")
final class CheckCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "A configuration file in YAML.")
  List<Path> files = List.of();

  @Override
  public Integer call() {
    int worst = ExitCodes.OK;
    for (Path file : files) {
      worst = Math.max(worst, check(file));
    }
    return worst;
  }

  private int check(Path file) {
    PrintWriter err = spec.commandLine().getErr();
    try {
      LoadedSettings loaded = SettingsFile.load(file);
      loaded.warnings().forEach(warning -> err.println("warning: " + warning));
      spec.commandLine().getOut().println(file + ": ok; " + Summary.of(loaded.settings()));
      return ExitCodes.OK;
    } catch (ConfigException e) {
      e.problems().forEach(err::println);
      return ExitCodes.USAGE;
    }
  }
}
