package io.postern.app;

import io.postern.operator.AdminAnswer;
import io.postern.operator.JsonNode;
import io.postern.operator.TerminalText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code postern bans}: list the clients that are banned. */
@Command(
    name = "bans",
    header = "List the clients that are banned.",
    customSynopsis = "postern bans [OPTION]...",
    description = {
      "",
      "The longest first, 1,000 at most: the address, how long it still lasts, and by which rule.",
      ""
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {AdminOptions.CODE_OK, AdminOptions.CODE_USAGE, AdminOptions.CODE_UNREACHABLE},
    footerHeading = "%nExamples:%n",
    footer = {"  postern bans", "  postern bans --json"})
final class BansCommand implements Callable<Integer> {

  @Mixin AdminOptions options = new AdminOptions();

  @Override
  public Integer call() {
    return options.run(
        client -> {
          AdminAnswer answer = client.get("/bans");
          List<String> lines =
              JsonNode.parse(answer.body()).items().stream().map(BansCommand::line).toList();
          options.print(
              lines.isEmpty() ? "nobody is banned" : String.join(System.lineSeparator(), lines),
              answer.body());
          return ExitCodes.OK;
        });
  }

  private static String line(JsonNode ban) {
    return TerminalText.clean(ban.text("address"))
        + "  "
        + Duration.ofSeconds(ban.number("secondsLeft"))
            .toString()
            .substring(2)
            .toLowerCase(Locale.ROOT)
        + "  "
        + TerminalText.clean(ban.text("rule"));
  }
}
