package io.postern.app;

import io.postern.config.ConfigException;
import io.postern.config.FileKind;
import io.postern.config.GivenRequest;
import io.postern.config.LoadedRules;
import io.postern.config.LoadedSettings;
import io.postern.config.RequestOptions;
import io.postern.config.Settings;
import io.postern.config.SettingsFile;
import io.postern.config.SettingsOptions;
import io.postern.ftp.AddressLiteral;
import io.postern.net.ListenerSettings;
import io.postern.policy.Explanation;
import io.postern.policy.Policy;
import io.postern.policy.Request;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern explain}: what rules say to one request, and why. */
@Command(
    name = "explain",
    header = "Tell what rules say to one request, and why.",
    customSynopsis = {
      "postern explain --rules FILE --client ADDRESS --verb VERB [--user NAME] [OPTION]...",
      "       postern explain --config FILE --client ADDRESS --verb VERB [OPTION]..."
    },
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
      "2:The command line, the settings file or the rules file is wrong.",
      "4:It is denied, or the session is closed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  postern explain --rules rules.yaml --client 192.0.2.7 --user bob --verb STOR --path /in/x",
      "  postern explain --rules rules.yaml --client 192.0.2.7 --verb connect",
      "  postern explain --rules rules.yaml --client 192.0.2.7 --verb active-data --user bob",
      "  postern explain --config postern.yaml --client 192.0.2.7 --verb PORT"
          + " --data-address 192.0.2.7:5000"
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(names = "--rules", paramLabel = "FILE", description = "The rules file.")
  @Nullable Path rules;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A settings file: the rules that it names are asked, unless --rules is given.")
  @Nullable Path config;

  @Mixin RequestArguments arguments = new RequestArguments();

  @Override
  public Integer call() {
    if (config == null && rules == null) {
      throw new ParameterException(spec.commandLine(), "expected --rules FILE or --config FILE");
    }
    PrintWriter err = spec.commandLine().getErr();
    Map<RequestOptions, String> given = arguments.given();
    try {
      RequestOptions.parse(given);
    } catch (ConfigException e) {
      e.problems().forEach(err::println);
      return ExitCodes.USAGE;
    }
    try {
      Policy policy = config == null ? policy(err) : configured(config, given, err);
      return explain(RequestOptions.parse(given), policy);
    } catch (ConfigException e) {
      tell(e, err);
      return ExitCodes.USAGE;
    }
  }

  private Policy policy(PrintWriter err) throws ConfigException {
    return RulesFiles.policy(RulesFiles.load(Objects.requireNonNull(rules), err));
  }

  private Policy configured(Path file, Map<RequestOptions, String> given, PrintWriter err)
      throws ConfigException {
    LoadedSettings loaded =
        rules == null
            ? SettingsFile.load(file)
            : SettingsFile.load(file, Map.of(SettingsOptions.RULES, rules.toString()));
    loaded.warnings().forEach(warning -> err.println("warning: " + warning));
    Settings settings = loaded.settings();
    LoadedRules found = settings.loadRules();
    RulesFiles.warn(found, err);
    listener(file, settings, given);
    return settings.policy(1, found);
  }

  /** What the settings tell of the listener completes the request. */
  private void listener(Path file, Settings settings, Map<RequestOptions, String> given) {
    List<ListenerSettings> all = settings.net().listeners();
    String name = given.computeIfAbsent(RequestOptions.LISTENER, option -> all.get(0).name());
    ListenerSettings named =
        all.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> noSuchListener(file, all));
    if (AddressLiteral.parse(named.server()).isPresent()) {
      given.putIfAbsent(RequestOptions.SERVER, named.server());
    }
  }

  private ParameterException noSuchListener(Path file, List<ListenerSettings> all) {
    List<String> names = all.stream().map(ListenerSettings::name).toList();
    return new ParameterException(
        spec.commandLine(),
        "--listener: expected a listener of " + file + ": " + String.join(", ", names));
  }

  private int explain(GivenRequest asked, Policy policy) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Request request = asked.request(policy.rules().windowsPaths(), now);
    Explanation explanation = policy.explain(request);
    PrintWriter out = spec.commandLine().getOut();
    new ExplanationText(policy.rules(), request, explanation).lines().forEach(out::println);
    return explanation.decision().allowed() ? ExitCodes.OK : ExitCodes.NO;
  }

  private void tell(ConfigException e, PrintWriter err) {
    if (config != null) {
      RulesFiles.tell(e, config, FileKind.SETTINGS, err);
    } else if (rules != null) {
      RulesFiles.tell(e, rules, FileKind.RULES, err);
    }
  }
}
