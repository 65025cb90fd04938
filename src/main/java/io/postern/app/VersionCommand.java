package io.postern.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postern version}. */
@Command(
    name = "version",
    header = "Show the version of Postern and of Java.",
    optionListHeading = "%nOptions:%n")
final class VersionCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    String java = System.getProperty("java.runtime.version");
    spec.commandLine().getOut().println("postern " + Version.postern() + " (Java " + java + ")");
    return ExitCodes.OK;
  }
}
