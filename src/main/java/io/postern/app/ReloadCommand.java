package io.postern.app;

import io.postern.operator.AdminAnswer;
import io.postern.operator.TerminalText;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code postern reload}: have rules, certificates and users read again. */
@Command(
    name = "reload",
    header = "Have rules, certificates and users read again.",
    customSynopsis = "postern reload [OPTION]...",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      AdminOptions.CODE_OK,
      AdminOptions.CODE_USAGE,
      "4:There are mistakes, and what was in force stays; or there is nothing to read.",
      AdminOptions.CODE_UNREACHABLE
    },
    footerHeading = "%nExamples:%n",
    footer = {"  postern reload"})
final class ReloadCommand implements Callable<Integer> {

  @Mixin AdminOptions options = new AdminOptions();

  @Override
  public Integer call() {
    return options.run(
        client -> {
          AdminAnswer answer = client.post("/reload");
          return answer.status() == 200
              ? loaded(answer)
              : mistakes(answer.body().lines().map(TerminalText::clean).toList());
        });
  }

  private int loaded(AdminAnswer answer) {
    options.print("in force: " + TerminalText.clean(answer.body().strip()), answer.body());
    return ExitCodes.OK;
  }

  private int mistakes(List<String> lines) {
    options.print(
        String.join(System.lineSeparator(), lines),
        lines.stream()
            .map(AdminOptions::quoted)
            .collect(Collectors.joining(",", "{\"mistakes\":[", "]}")));
    return ExitCodes.NO;
  }
}
