package io.postern.app;

import io.postern.operator.AdminAnswer;
import io.postern.operator.AdminClient;
import io.postern.operator.AdminFault;
import io.postern.operator.JsonNode;
import io.postern.operator.Screen;
import io.postern.operator.SessionFrame;
import io.postern.operator.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern top}: watch the live sessions of a running gateway. */
@Command(
    name = "top",
    header = "Watch the live sessions of a running gateway.",
    customSynopsis = "postern top [OPTION]...",
    description = {
      "",
      "The sessions that carry bytes come first. In a terminal the list is drawn anew every few",
      " seconds until q or Ctrl-C; elsewhere it is printed once.",
      ""
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {AdminOptions.CODE_OK, AdminOptions.CODE_USAGE, AdminOptions.CODE_UNREACHABLE},
    footerHeading = "%nExamples:%n",
    footer = {
      "  postern top",
      "  postern top --every 5 --admin unix:/run/postern/admin.sock",
      "  postern top --once"
    })
final class TopCommand implements Callable<Integer> {

  @Mixin AdminOptions options = new AdminOptions();

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "How often it looks, from 1 to 3600. Default: ${DEFAULT-VALUE}.")
  int every;

  @Option(names = "--once", description = "Print one frame, and end.")
  boolean once;

  @Spec CommandSpec spec;

  private final SessionFrame frame = new SessionFrame();

  @Override
  public Integer call() {
    if (every < 1 || every > 3_600) {
      throw new ParameterException(
          spec.commandLine(), "--every: expected a number from 1 to 3600, got " + every);
    }
    return options.run(
        once || options.json || !Terminal.isInteractive() ? this::once : this::watch);
  }

  private int once(AdminClient client) throws AdminFault {
    AdminAnswer answer = client.get(Terminal.PAGE);
    Terminal.Size size =
        Terminal.isInteractive()
            ? Terminal.size()
            : new Terminal.Size(Terminal.ENDLESS, Terminal.ENDLESS);
    options.print(String.join(System.lineSeparator(), lines(client, answer, size)), answer.body());
    return ExitCodes.OK;
  }

  /** Until q, or Ctrl-C, which ends the process. */
  private int watch(AdminClient client) throws AdminFault {
    // Whom nobody can ask from the start is told of as by any command.
    List<String> shown = lines(client, client.get(Terminal.PAGE), Terminal.size());
    try (Screen screen = Screen.open(spec.commandLine().getOut())) {
      screen.draw(shown);
      while (!screen.awaitEnd(Duration.ofSeconds(every))) {
        shown = next(client, shown);
        screen.draw(shown);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCodes.OK;
  }

  /** A gateway that starts anew, or is slow for once, ends nothing: the last frame stays. */
  private List<String> next(AdminClient client, List<String> before) {
    Terminal.Size size = Terminal.size();
    try {
      return lines(client, client.get(Terminal.PAGE), size);
    } catch (AdminFault e) {
      return SessionFrame.stale(before, e.getMessage(), size.width(), size.height());
    }
  }

  private List<String> lines(AdminClient client, AdminAnswer answer, Terminal.Size size)
      throws AdminFault {
    return frame.lines(
        client.name(),
        JsonNode.parse(answer.body()),
        Instant.now(),
        System.nanoTime(),
        size.width(),
        size.height());
  }
}
