package io.postern.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.postern.config.ConfigException;
import io.postern.config.LoadedSettings;
import io.postern.config.Settings;
import io.postern.config.SettingsFile;
import io.postern.config.SettingsOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern run}: listens until it is asked to stop. */
@Command(
    name = "run",
    header = "Listen, and relay FTP sessions to a server until SIGTERM or Ctrl-C.",
    customSynopsis = {
      "postern run --to HOST[:PORT] [OPTION]...",
      "       postern run --config FILE [--rules ...] [--admin ...] [--audit ...] [-v]"
    },
    description = {
      "",
      "Without a file: --to, and what differs from the defaults.",
      "With a file: --config; the file has everything. --rules, --admin, --token-file, --metrics and"
          + " --audit win."
    },
    defaultValueProvider = RunDefaults.class,
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:It was asked to stop, and did.",
      "1:A fault of Postern's own.",
      "2:The command line or the configuration is wrong; nothing was started.",
      "3:The gateway can't start: a port is in use, or an address is not this machine's."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  postern run --to ftp.example.com",
      "  postern run --to 10.0.0.5:2100 --listen 192.0.2.1:21 --data-ports 40000-40999",
      "  postern run --to 10.0.0.5 --advertise gw.example.com --audit audit.jsonl",
      "  postern run --config /etc/postern/postern.yaml",
      "",
      "A port below 1024 needs root or CAP_NET_BIND_SERVICE."
    })
final class RunCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = "--to",
      paramLabel = "HOST[:PORT]",
      description = "The server behind the gateway. The port is 21 unless given.")
  @Nullable String to;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      description = "Where clients connect to. Default: ${DEFAULT-VALUE}, every address.")
  @Nullable String listen;

  @Option(
      names = "--data-ports",
      paramLabel = "FIRST-LAST",
      description = "The ports of pinholes. Default: ${DEFAULT-VALUE}.")
  @Nullable String dataPorts;

  @Option(
      names = "--advertise",
      paramLabel = "ADDRESS|HOST|auto",
      description =
          "The address that clients are told for data connections. Default: ${DEFAULT-VALUE}, the"
              + " one that the client reached.")
  @Nullable String advertise;

  @Option(
      names = "--rules",
      paramLabel = "FILE|off",
      description =
          "A file of rules in YAML; without one everything is allowed. Default: ${DEFAULT-VALUE}.")
  @Nullable String rules;

  @Option(
      names = "--admin",
      paramLabel = "ADDRESS:PORT|unix:PATH|off",
      description =
          "The admin port: metrics, health, and what top, kick and the like ask. Default:"
              + " ${DEFAULT-VALUE}.")
  @Nullable String admin;

  @Option(
      names = "--token-file",
      paramLabel = "FILE|off",
      description =
          "Has the token that the admin port asks for; needed where it is not on loopback."
              + " Default: ${DEFAULT-VALUE}.")
  @Nullable String tokenFile;

  @Option(
      names = "--metrics",
      paramLabel = "ADDRESS:PORT|off",
      description =
          "Where metrics and health alone are served to other hosts. Default: ${DEFAULT-VALUE}.")
  @Nullable String metrics;

  @Option(
      names = "--audit",
      paramLabel = "FILE|-|off",
      description =
          "Where the audit log goes; - is standard output, and what is else printed there goes to"
              + " standard error. Default: ${DEFAULT-VALUE}.")
  @Nullable String audit;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A configuration file in YAML; 'postern check FILE' checks it.")
  @Nullable Path config;

  @Option(names = "-v", description = "Log what happens (DEBUG) on standard error.")
  boolean verbose;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      LoadedSettings loaded = load();
      loaded.warnings().forEach(warning -> err.println("warning: " + warning));
      return run(loaded.settings());
    } catch (ConfigException e) {
      e.problems().forEach(err::println);
      return ExitCodes.USAGE;
    }
  }

  private LoadedSettings load() throws ConfigException {
    Map<SettingsOptions, String> given = given();
    if (config != null) {
      checkBesideFile(given.keySet());
      return SettingsFile.load(config, given);
    }
    if (to == null) {
      throw usage("expected --to HOST[:PORT] or --config FILE");
    }
    return SettingsOptions.parse(given);
  }

  private void checkBesideFile(Set<SettingsOptions> given) {
    for (SettingsOptions each : given) {
      if (!each.goesWithFile()) {
        throw usage(each.option() + " can't stand beside --config: the file has the listeners");
      }
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Only what stands on the command line, not the defaults. */
  private Map<SettingsOptions, String> given() {
    Map<SettingsOptions, String> given = new EnumMap<>(SettingsOptions.class);
    var parsed = spec.commandLine().getParseResult();
    for (SettingsOptions each : SettingsOptions.values()) {
      if (parsed.hasMatchedOption(each.option())) {
        given.put(each, parsed.matchedOptionValue(each.option(), ""));
      }
    }
    return given;
  }

  private int run(Settings settings) throws ConfigException {
    if (verbose && LoggerFactory.getLogger("io.postern") instanceof Logger logger) {
      logger.setLevel(Level.DEBUG);
    }
    boolean auditOnOutput = settings.audit().filter(Path.of("-")::equals).isPresent();
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = auditOnOutput ? err : spec.commandLine().getOut();
    try (Running running = Running.start(settings, out)) {
      running.awaitInterrupt();
      return ExitCodes.OK;
    } catch (IOException e) {
      err.println("postern: " + e.getMessage());
      return ExitCodes.CANNOT_START;
    }
  }
}
