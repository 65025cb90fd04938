package io.postern.app;

import io.postern.operator.AdminClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern unban}: lift the ban of a client. */
@Command(
    name = "unban",
    header = "Lift the ban of a client.",
    customSynopsis = "postern unban ADDRESS [OPTION]...",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      AdminOptions.CODE_OK,
      AdminOptions.CODE_USAGE,
      AdminOptions.CODE_NO,
      AdminOptions.CODE_UNREACHABLE
    },
    footerHeading = "%nExamples:%n",
    footer = {"  postern unban 192.0.2.66"})
final class UnbanCommand implements Callable<Integer> {

  @Mixin AdminOptions options = new AdminOptions();

  @Parameters(paramLabel = "ADDRESS", description = "As 'postern bans' shows it.")
  String address = "";

  @Override
  public Integer call() {
    return options.run(
        client -> {
          client.delete("/bans/" + AdminClient.encoded(address));
          options.print(
              "lifted the ban of " + address, "{\"lifted\":" + AdminOptions.quoted(address) + "}");
          return ExitCodes.OK;
        });
  }
}
