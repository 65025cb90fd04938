package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.FileKind;
import io.postern.config.GivenRequest;
import io.postern.config.LoadedRules;
import io.postern.config.RequestOptions;
import io.postern.policy.Explanation;
import io.postern.policy.Request;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code postern explain}: what rules say to one request, and why. */
@Command(
    name = "explain",
    header = "Tell what rules say to one request, and why.",
    customSynopsis =
        "postern explain --rules FILE --client ADDRESS --verb VERB [--user NAME] [OPTION]...",
    description = {
      "",
      "It prints the verdict, the rule that decides, the reply that the client would see, the"
          + " limits that apply, and of each rule before why it did not match.",
      "Counts that limits depend on are not known here."
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:It is allowed.",
      "2:The command line or the rules file is wrong.",
      "4:It is denied, or the session is closed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  postern explain --rules rules.yaml --client 192.0.2.7 --user bob --verb STOR --path /in/x",
      "  postern explain --rules rules.yaml --client 192.0.2.7 --verb connect",
      "  postern explain --rules rules.yaml --client 192.0.2.7 --user bob --verb PORT"
          + " --data-address 192.0.2.20:5000"
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(names = "--rules", required = true, paramLabel = "FILE", description = "The rules file.")
  Path rules = Path.of("");

  @Option(
      names = "--client",
      required = true,
      paramLabel = "ADDRESS",
      description = "The client's address.")
  String client = "";

  @Option(
      names = "--verb",
      required = true,
      paramLabel = "VERB",
      description =
          "A command such as STOR, or connect, active-data or passive-data; other is any that is"
              + " not known.")
  String verb = "";

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "The name that the client gave. Default: nobody yet.")
  @Nullable String user;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "What the command names, absolute or relative to --cwd.")
  @Nullable String path;

  @Option(
      names = "--cwd",
      paramLabel = "PATH",
      description = "The working directory. Default: not known.")
  @Nullable String cwd;

  @Option(
      names = "--listener",
      paramLabel = "NAME",
      description = "The listener's name. Default: ftp.")
  @Nullable String listener;

  @Option(
      names = "--server",
      paramLabel = "ADDRESS",
      description = "The server's address. Default: not known.")
  @Nullable String server;

  @Option(names = "--tls", description = "The client's control channel is under TLS.")
  boolean tls;

  @Option(
      names = "--mode",
      paramLabel = "active|passive",
      description = "For a transfer, how its data connection is made.")
  @Nullable String mode;

  @Option(
      names = "--data-address",
      paramLabel = "ADDRESS:PORT",
      description = "What PORT or EPRT names; of a data connection its peer.")
  @Nullable String dataAddress;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When, such as 2026-03-01T08:00:00Z. Default: now.")
  @Nullable String at;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    GivenRequest asked;
    try {
      asked = RequestOptions.parse(given());
    } catch (ConfigException e) {
      e.problems().forEach(err::println);
      return ExitCodes.USAGE;
    }
    try {
      return explain(asked, RulesFiles.load(rules, err));
    } catch (ConfigException e) {
      RulesFiles.tell(e, rules, FileKind.RULES, err);
      return ExitCodes.USAGE;
    }
  }

  private int explain(GivenRequest asked, LoadedRules loaded) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Request request = asked.request(loaded.rules().windowsPaths(), now);
    Explanation explanation = RulesFiles.policy(loaded).explain(request);
    PrintWriter out = spec.commandLine().getOut();
    new ExplanationText(loaded.rules(), request, explanation).lines().forEach(out::println);
    return explanation.decision().allowed() ? ExitCodes.OK : ExitCodes.NO;
  }

  private Map<RequestOptions, String> given() {
    Map<RequestOptions, String> given = new EnumMap<>(RequestOptions.class);
    given.put(RequestOptions.CLIENT, client);
    given.put(RequestOptions.VERB, verb);
    put(given, RequestOptions.USER, user);
    put(given, RequestOptions.PATH, path);
    put(given, RequestOptions.CWD, cwd);
    put(given, RequestOptions.LISTENER, listener);
    put(given, RequestOptions.SERVER, server);
    put(given, RequestOptions.TLS, tls ? "true" : null);
    put(given, RequestOptions.MODE, mode);
    put(given, RequestOptions.DATA_ADDRESS, dataAddress);
    put(given, RequestOptions.AT, at);
    return given;
  }

  private static void put(
      Map<RequestOptions, String> given, RequestOptions option, @Nullable String text) {
    Optional.ofNullable(text).ifPresent(value -> given.put(option, value));
  }
}
