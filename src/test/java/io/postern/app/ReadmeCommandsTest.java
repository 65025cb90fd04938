package io.postern.app;

import static io.postern.app.Outcome.postern;
import static org.assertj.core.api.Assertions.assertThat;

import io.postern.config.RulesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's commands about rules print what stands there. */
class ReadmeCommandsTest {

  private static final Pattern CONSOLE =
      Pattern.compile("(?s)```console\\n\\$ postern ((?:[^\\n]*\\\\\\n)*[^\\n]*)\\n(.*?)```");
  private static final Pattern CASES = Pattern.compile("(?s)```yaml\\n([^`]*\\ncases:\\n.*?)```");

  @TempDir private Path folder;

  private static MatchResult find(Pattern pattern, String word) throws IOException {
    return pattern
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .filter(block -> block.group(1).contains(word))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Runs a command of the README.
   *
   * @param files what stands for the names of files
   */
  private static int run(String command, Map<String, String> files) throws IOException {
    MatchResult block = find(CONSOLE, command);
    String[] arguments = block.group(1).replace("\\\n", " ").trim().split("\\s+", -1);
    Outcome outcome =
        postern(
            Arrays.stream(arguments)
                .map(argument -> files.getOrDefault(argument, argument))
                .toArray(String[]::new));
    String out = outcome.out();
    for (Map.Entry<String, String> file : files.entrySet()) {
      out = out.replace(file.getValue(), file.getKey());
    }
    assertThat(outcome.err()).isEmpty();
    assertThat(out).isEqualTo(block.group(2));
    return outcome.code();
  }

  @Test
  void explain_printsThis() throws IOException {
    assertThat(run("explain", Map.of())).isEqualTo(ExitCodes.NO);
  }

  @Test
  void replay_printsThis() throws Exception {
    Path log = folder.resolve("log");
    Path live = Path.of(ReplayCommandTest.LIVE);
    try (Recording recording = new Recording(log, RulesFiles.policy(RulesFile.load(live)))) {
      ReplayCommandTest.visit(recording);
    }
    Map<String, String> files =
        Map.of("audit.jsonl", log.toString(), "candidate.yaml", ReplayCommandTest.CANDIDATE);
    assertThat(run("replay", files)).isEqualTo(ExitCodes.NO);
  }

  @Test
  void check_printsThis() throws IOException {
    Path rules = folder.resolve("r.yaml");
    Files.copy(Path.of("src/test/resources/io/postern/app/rules.yaml"), rules);
    Path tests = Files.createDirectory(folder.resolve("tests")).resolve("r.yaml");
    Files.writeString(tests, find(CASES, "rules: ../rules.yaml").group(1));
    Map<String, String> files =
        Map.of("rules.yaml", rules.toString(), "tests/rules.yaml", tests.toString());
    assertThat(run("--tests", files)).isEqualTo(ExitCodes.NO);
  }
}
