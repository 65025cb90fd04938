package io.postern.app;

import io.postern.ftp.Network;
import io.postern.operator.AdminAnswer;
import io.postern.operator.AdminClient;
import io.postern.operator.JsonNode;
import io.postern.operator.SessionFrame;
import io.postern.operator.Terminal;
import io.postern.operator.TerminalText;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
      "  postern sessions --client 192.0.2.0/24 --most 10000",
      "  postern sessions --json | jq -r '.sessions[] | [.id, .client, .user] | @tsv'"
    })
final class SessionsCommand implements Callable<Integer> {

  private static final int MOST = 10_000;

  @Mixin AdminOptions options = new AdminOptions();

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many, 10000 at most; those that carry bytes come first, then the oldest. Default:"
              + " ${DEFAULT-VALUE}.")
  int most;

  @Option(
      names = "--client",
      paramLabel = "NETWORK",
      description = "Only those from this address or network, such as 192.0.2.0/24.")
  String from = "";

  @Option(names = "--user", paramLabel = "NAME", description = "Only those of this user.")
  String user = "";

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    if (most < 1 || most > MOST) {
      throw usage("--most: expected a number from 1 to " + MOST + ", got " + most);
    }
    if (!from.isEmpty() && Network.parse(from).isEmpty()) {
      throw usage(
          "--client: expected an address or a network such as 192.0.2.0/24, got \""
              + TerminalText.clean(from)
              + "\"");
    }
    return options.run(
        client -> {
          AdminAnswer answer = client.get(page());
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

  private String page() {
    return "/sessions?most="
        + most
        + (from.isEmpty() ? "" : "&client=" + AdminClient.encoded(from))
        + (user.isEmpty() ? "" : "&user=" + AdminClient.encoded(user));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
