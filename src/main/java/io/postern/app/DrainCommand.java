package io.postern.app;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern drain}: give a server of a pool, or the whole gateway, no new sessions. */
@Command(
    name = "drain",
    header = "Give a server of a pool, or the whole gateway, no new sessions.",
    customSynopsis = "postern drain [SERVER] [OPTION]...",
    description = {
      "",
      "Sessions that are there go on. It does not outlive the gateway's process. A gateway that is",
      " drained answers 421 to new clients, and 503 at /readyz.",
      ""
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      AdminOptions.CODE_OK,
      AdminOptions.CODE_USAGE,
      AdminOptions.CODE_NO_MORE,
      AdminOptions.CODE_UNREACHABLE
    },
    footerHeading = "%nExamples:%n",
    footer = {"  postern drain ftp2.internal", "  postern drain"})
final class DrainCommand implements Callable<Integer> {

  @Mixin AdminOptions options = new AdminOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVER",
      description =
          "A server of a pool, with or without its port, or as POOL/SERVER. Without one, the whole"
              + " gateway is meant.")
  @Nullable String server;

  @Override
  public Integer call() {
    return options.run(client -> new Draining(client, options).run(server, "drain"));
  }
}
