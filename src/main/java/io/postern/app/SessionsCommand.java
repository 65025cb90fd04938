package io.postern.app;

import io.postern.operator.AdminAnswer;
import io.postern.operator.JsonNode;
import io.postern.operator.SessionFrame;
import io.postern.operator.Terminal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern sessions}: list the live sessions of a running gateway. */
@Command(
    name = "sessions",
    header = "List the live sessions of a running gateway.",
    customSynopsis = "postern sessions [OPTION]...",
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {AdminOptions.CODE_OK, AdminOptions.CODE_USAGE, AdminOptions.CODE_UNREACHABLE},
    footerHeading = "%nExamples:%n",
    footer = {
      "  postern sessions",
      "  postern sessions --json | jq -r '.sessions[] | [.id, .client, .user] | @tsv'"
    })
final class SessionsCommand implements Callable<Integer> {

  @Mixin AdminOptions options = new AdminOptions();

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many; those that carry bytes come first. Default: ${DEFAULT-VALUE}.")
  int most;

  @Override
  public Integer call() {
    return options.run(
        client -> {
          AdminAnswer answer = client.get("/sessions?most=" + most);
          List<String> lines =
              new SessionFrame()
                  .lines(
                      client.name(),
                      JsonNode.parse(answer.body()),
                      Instant.now(),
                      System.nanoTime(),
                      Terminal.ENDLESS,
                      Terminal.ENDLESS);
          options.print(String.join(System.lineSeparator(), lines), answer.body());
          return ExitCodes.OK;
        });
  }
}
