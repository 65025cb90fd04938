package io.postern.app;

import io.postern.config.BanTime;
import io.postern.operator.AdminAnswer;
import io.postern.operator.AdminClient;
import io.postern.operator.AdminFault;
import io.postern.operator.JsonNode;
import io.postern.operator.TerminalText;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern ban}: turn a client away at the door, for a while. */
@Command(
    name = "ban",
    header = "Turn a client away at the door, for a while.",
    customSynopsis = "postern ban ADDRESS [--for TIME] [OPTION]...",
    description = {
      "",
      "A ban takes the place of an earlier one, and does not outlive the gateway's process. Sessions",
      " that are there go on, unless --kick ends them.",
      ""
    },
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
    footer = {"  postern ban 192.0.2.66 --for 1h", "  postern ban 2001:db8:1:2::3 --for 7d --kick"})
final class BanCommand implements Callable<Integer> {

  @Mixin AdminOptions options = new AdminOptions();

  @Parameters(
      paramLabel = "ADDRESS",
      description = "An IPv4 or IPv6 address; of IPv6 its whole /64 is banned.")
  String address = "";

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "How long: 30s, 5m, 1h, 7d; 366d at most. Default: ${DEFAULT-VALUE}.")
  String time = "";

  @Option(names = "--kick", description = "End the client's sessions too.")
  boolean kick;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit log.")
  String reason = "";

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    Duration length =
        BanTime.parse(time)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "--for: expected " + BanTime.expected() + ", got \"" + time + "\""));
    return options.run(client -> ban(client, Math.max(1, length.toSeconds())));
  }

  private int ban(AdminClient client, long seconds) throws AdminFault {
    AdminAnswer answer =
        client.post(
            "/bans/"
                + AdminClient.encoded(address)
                + "?seconds="
                + seconds
                + (kick ? "&kick=true" : "")
                + "&reason="
                + AdminClient.reason(reason));
    JsonNode told = JsonNode.parse(answer.body());
    options.print(
        "banned "
            + TerminalText.clean(told.text("address"))
            + " for "
            + time
            + (kick ? "; sessions ended: " + told.number("kicked") : ""),
        answer.body());
    return ExitCodes.OK;
  }
}
