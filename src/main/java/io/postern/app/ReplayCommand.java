package io.postern.app;

import io.postern.audit.AuditReader.Unreadable;
import io.postern.config.ConfigException;
import io.postern.config.FileKind;
import io.postern.policy.FilePath;
import io.postern.policy.Policy;
import io.postern.replay.AuditFiles;
import io.postern.replay.Replay;
import io.postern.replay.ReplayReport;
import io.postern.replay.Totals.Count;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postern replay}: what other rules would have said to recorded sessions. */
@Command(
    name = "replay",
    header = "Run the sessions of audit logs against other rules, and tell what would change.",
    customSynopsis = "postern replay FILE... --rules FILE [--home PATH] [--format text|json]",
    description = {
      "",
      "It compares what was recorded with what the rules would have said, and counts what would be"
          + " newly denied or newly allowed, by rule and user.",
      "Files of a rotated log may be given in any order. Lines that can't be read are named and"
          + " passed over.",
      "Limits are not replayed: they depend on time and on other sessions. What a client would"
          + " have done otherwise is not known: its commands are taken as they were recorded.",
      ""
    },
    sortOptions = false,
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Nothing would be newly denied or newly allowed.",
      "2:The command line or the rules file is wrong, or a log can't be read.",
      "4:Something would."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  postern replay audit.jsonl --rules candidate.yaml",
      "  zcat audit.jsonl.*.gz | postern replay - audit.jsonl --rules candidate.yaml --format json"
    })
final class ReplayCommand implements Callable<Integer> {

  /** More lines that can't be read are only counted. */
  private static final int MOST_NAMED = 20;

  /** What is printed. */
  enum Format {
    /** For people. */
    text,
    /** A flat JSON object on each line. */
    json
  }

  @Spec CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "An audit log; - is standard input, which is read first.")
  List<Path> files = List.of();

  @Option(
      names = "--rules",
      required = true,
      paramLabel = "FILE",
      description = "The rules to try.")
  Path rules = Path.of("");

  @Option(
      names = "--home",
      paramLabel = "PATH",
      description =
          "The directory that sessions begin in, such as /. Default: not known; what depends on it"
              + " is not compared.")
  @Nullable String home;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "What is printed: text, or a JSON object on each line. Default: text.")
  Format format = Format.text;

  private int named;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      return replay(RulesFiles.policy(RulesFiles.load(rules, err)));
    } catch (ConfigException e) {
      RulesFiles.tell(e, rules, FileKind.RULES, err);
    } catch (NoSuchFileException e) {
      err.println(e.getFile() + ": expected an audit log, but there is none of that name");
    } catch (IOException e) {
      err.println("postern: can't read an audit log: " + e.getMessage());
    }
    return ExitCodes.USAGE;
  }

  private int replay(Policy candidate) throws IOException {
    Replay replay = new Replay(candidate, home());
    Consumer<Unreadable> unreadable = this::tell;
    InputStream standardInput = System.in;
    AuditFiles.replay(files, standardInput, replay, unreadable);
    tellRest();
    if (replay.totals().of(Count.LINES) == replay.totals().of(Count.UNREADABLE)) {
      spec.commandLine().getErr().println("postern: no line of an audit log in what was given");
      return ExitCodes.USAGE;
    }
    ReplayReport report = new ReplayReport(replay);
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      report.json(out);
    } else {
      report.text(out);
    }
    return report.differs() ? ExitCodes.NO : ExitCodes.OK;
  }

  private FilePath home() {
    if (home != null && !home.startsWith("/")) {
      throw new ParameterException(
          spec.commandLine(), "--home: expected an absolute path such as /");
    }
    return home == null ? FilePath.UNKNOWN : FilePath.of(home);
  }

  private void tell(Unreadable line) {
    if (named++ < MOST_NAMED) {
      spec.commandLine().getErr().println("warning: " + line);
    }
  }

  private void tellRest() {
    if (named > MOST_NAMED) {
      int more = named - MOST_NAMED;
      spec.commandLine().getErr().println("warning: " + more + " more lines can't be read");
    }
  }
}
