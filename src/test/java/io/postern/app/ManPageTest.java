package io.postern.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The man page of the Debian package has what the command line has. */
class ManPageTest {

  private static final Path PAGE = Path.of("deploy", "debian", "postern.1");

  @Test
  void commands_areAllInIt() throws Exception {
    List<String> lines = Files.readAllLines(PAGE);
    assertThat(lines.subList(lines.indexOf(".SH COMMANDS"), lines.indexOf(".SH SIGNALS")))
        .containsAll(commands().stream().map(name -> ".B " + name).toList());
  }

  private static List<String> commands() {
    return List.copyOf(new CommandLine(new PosternCommand()).getSubcommands().keySet());
  }
}
