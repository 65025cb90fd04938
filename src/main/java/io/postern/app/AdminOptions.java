package io.postern.app;

import io.postern.config.AdminAddress;
import io.postern.config.AdminSettings;
import io.postern.config.ConfigException;
import io.postern.config.SettingsFile;
import io.postern.ftp.Endpoint;
import io.postern.operator.AdminClient;
import io.postern.operator.AdminFault;
import io.postern.operator.TerminalText;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands have in common that ask a running gateway: where it is, and how it is told. */
final class AdminOptions {

  /** The exit codes of all of them. */
  static final String CODE_OK = "0:It is done.";

  static final String CODE_USAGE = "2:The command line or the configuration is wrong.";
  static final String CODE_NO = "4:The gateway says no; nothing has changed.";

  /** Where several things may be done one after another. */
  static final String CODE_NO_MORE =
      "4:The gateway says no. Of several servers, those that are printed are done.";

  static final String CODE_UNREACHABLE =
      "5:The gateway can't be asked: nothing listens, the token is wrong, or it is of another"
          + " version.";

  private static final String USUAL = "127.0.0.1:9121";

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  @Option(
      names = "--admin",
      paramLabel = "ADDRESS:PORT|unix:PATH",
      description = "The gateway's admin.listen. Default: that of --config, or " + USUAL + ".")
  @Nullable String admin;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The gateway's configuration file: its admin section says where and by which" + " token.")
  @Nullable Path config;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The gateway's admin.token-file. Default: that of --config.")
  @Nullable Path tokenFile;

  @Option(names = "--json", description = "Print JSON, for scripts.")
  boolean json;

  /** A task that asks the gateway. */
  interface Task {
    int run(AdminClient client) throws AdminFault;
  }

  /** Runs it; tells what is wrong on standard error, and gives the exit code. */
  int run(Task task) {
    PrintWriter err = command().getErr();
    try {
      return task.run(client());
    } catch (ConfigException e) {
      e.problems().forEach(err::println);
      return ExitCodes.USAGE;
    } catch (AdminFault e) {
      err.println("postern: " + e.getMessage());
      return e.kind() == AdminFault.Kind.REFUSED ? ExitCodes.NO : ExitCodes.NO_GATEWAY;
    }
  }

  /** Prints what is for people, or what is for scripts. */
  void print(String text, String forScripts) {
    PrintWriter out = command().getOut();
    out.println(json ? forScripts.strip() : text);
    out.flush();
  }

  private CommandLine command() {
    return Objects.requireNonNull(spec).commandLine();
  }

  /** Text as JSON has it. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    TerminalText.clean(text)
        .chars()
        .forEach(c -> out.append(c == '"' || c == '\\' ? "\\" : "").append((char) c));
    return out.append('"').toString();
  }

  private AdminClient client() throws ConfigException {
    Optional<AdminSettings> file =
        config == null
            ? Optional.empty()
            : Optional.of(SettingsFile.load(config).settings().admin());
    AdminAddress address = address(file);
    Optional<Path> secret =
        Optional.ofNullable(tokenFile).or(() -> file.flatMap(AdminSettings::tokenFile));
    Optional<String> token =
        secret.isPresent() ? Optional.of(AdminSettings.token(secret.get())) : Optional.empty();
    return new AdminClient(socket(address), address.toString(), token, Version.postern());
  }

  private AdminAddress address(Optional<AdminSettings> file) {
    if (admin != null) {
      return parsed(admin);
    }
    if (file.isEmpty()) {
      return parsed(USUAL);
    }
    return file.get().listen().orElseThrow(() -> usage("admin.listen is off in " + config));
  }

  private AdminAddress parsed(String text) {
    return AdminAddress.parse(text)
        .filter(address -> !(address instanceof AdminAddress.Tcp tcp) || tcp.endpoint().port() > 0)
        .orElseThrow(
            () ->
                usage(
                    "--admin: expected ADDRESS:PORT, [IPv6]:PORT or unix:PATH, got \""
                        + TerminalText.clean(text)
                        + "\""));
  }

  private ParameterException usage(String message) {
    return new ParameterException(command(), message);
  }

  private static SocketAddress socket(AdminAddress address) {
    if (address instanceof AdminAddress.Unix unix) {
      return UnixDomainSocketAddress.of(unix.path());
    }
    Endpoint endpoint = ((AdminAddress.Tcp) address).endpoint();
    return AdminClient.reachable(new InetSocketAddress(endpoint.address(), endpoint.port()));
  }
}
