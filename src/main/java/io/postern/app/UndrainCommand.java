package io.postern.app;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern undrain}: give a server of a pool, or the whole gateway, new sessions again. */
@Command(
    name = "undrain",
    header = "Give a server of a pool, or the whole gateway, new sessions again.",
    customSynopsis = "postern undrain [SERVER] [OPTION]...",
    description = {"", "It takes back what 'postern drain' did.", ""},
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
    footer = {"  postern undrain ftp2.internal", "  postern undrain"})
final class UndrainCommand implements Callable<Integer> {

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
    return options.run(client -> new Draining(client, options).run(server, "resume"));
  }
}
