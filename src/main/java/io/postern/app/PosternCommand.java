package io.postern.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code postern}: what is common to all commands. */
@Command(
    name = "postern",
    header = "Postern, an FTP-aware firewall and application-level gateway.",
    description = {
      "",
      "It stands between FTP clients and a server, opens a pinhole for exactly each data connection"
          + " that the control channel announces, and refuses every other."
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All is well, or the gateway was asked to stop.",
      "1:A fault of Postern's own.",
      "2:The command line or the configuration is wrong; nothing was started.",
      "3:The gateway can't start: a port is in use, or an address is not this machine's.",
      "4:The answer is no: denied (explain), something would change (replay), or a case failed"
          + " (check --tests), or the gateway refuses (kick, ban, drain, reload).",
      "5:The running gateway can't be asked: nothing listens, the token is wrong, or it is of another"
          + " version (top, sessions, kick, ban, drain, reload)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  postern run --to ftp.example.com",
      "  postern run --config postern.yaml",
      "  postern check postern.yaml",
      "  postern check --rules rules.yaml --tests tests/",
      "  postern explain --rules rules.yaml --client 192.0.2.7 --user bob --verb STOR --path /in/x",
      "  postern replay audit.jsonl --rules candidate.yaml",
      "  postern top",
      "  postern kick 5f3a211c",
      "",
      "'postern COMMAND --help' tells all of one command."
    },
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      ExplainCommand.class,
      ReplayCommand.class,
      TopCommand.class,
      SessionsCommand.class,
      KickCommand.class,
      BanCommand.class,
      UnbanCommand.class,
      BansCommand.class,
      DrainCommand.class,
      UndrainCommand.class,
      ReloadCommand.class,
      HashPasswordCommand.class,
      VersionCommand.class
    })
final class PosternCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = picocli.CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "expected a command: run, check, explain, replay, top, sessions, kick, ban, unban, bans, drain,"
            + " undrain, reload, hash-password or version");
  }
}
