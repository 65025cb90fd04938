package io.postern.app;

import io.postern.operator.AdminClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern kick}: end a session: both connections, and its data connections. */
@Command(
    name = "kick",
    header = "End a session: both connections, and its data connections.",
    customSynopsis = "postern kick ID [OPTION]...",
    description = {"", "The client gets 421 where it can be told.", ""},
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
    footer = {"  postern kick 5f3a211c", "  postern kick 5f3a211c --reason 'ticket 4711'"})
final class KickCommand implements Callable<Integer> {

  @Mixin AdminOptions options = new AdminOptions();

  @Parameters(paramLabel = "ID", description = "The session's id, as 'postern sessions' shows it.")
  String id = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, for the audit log. The client is not told.")
  String reason = "";

  @Override
  public Integer call() {
    return options.run(
        client -> {
          client.post(
              "/sessions/"
                  + AdminClient.encoded(id)
                  + "/kick?reason="
                  + AdminClient.reason(reason));
          options.print("kicked " + id, "{\"kicked\":" + AdminOptions.quoted(id) + "}");
          return ExitCodes.OK;
        });
  }
}
