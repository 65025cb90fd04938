package io.postern.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A terminal of so many cells with a shell in it: tmux's, which shows what programs draw as a
 * person would see it. The server of tmux is its own, on a socket of its own.
 */
public final class TerminalWindow implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path socket;
  private final Program server;

  private TerminalWindow(Path socket, Program server) {
    this.socket = socket;
    this.server = server;
  }

  /**
   * Opens one.
   *
   * @param folder where its socket and its log go
   */
  public static TerminalWindow open(Path folder, int width, int height) {
    Path socket = folder.resolve("tmux");
    Map<String, String> environment = Map.of("LC_ALL", "C.UTF-8", "PS1", "$ ", "ENV", "");
    Program server =
        Program.start(
            folder.resolve("tmux.log"),
            List.of("tmux", "-D", "-u", "-f", "/dev/null", "-S", socket.toString()),
            environment);
    TerminalWindow window = new TerminalWindow(socket, server);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                window.run(
                        "new-session",
                        "-d",
                        "-x",
                        "" + width,
                        "-y",
                        "" + height,
                        "env",
                        "PS1=$ ",
                        "sh")
                    == 0);
    return window;
  }

  /** Types a line, and Enter. */
  public void type(String line) {
    tmux("send-keys", "-l", line);
    tmux("send-keys", "Enter");
  }

  /** Presses a key by tmux's name of it, such as {@code C-c}. */
  public void press(String key) {
    tmux("send-keys", key);
  }

  /** Gives it another size. */
  public void resize(int width, int height) {
    tmux("resize-window", "-x", "" + width, "-y", "" + height);
  }

  /** What stands there, a line for each row; blanks at the ends of rows are not told. */
  public List<String> rows() {
    return tmux("capture-pane", "-p").lines().toList();
  }

  /**
   * What tmux calls by this name, such as {@code alternate_on}: whether the other screen is shown.
   */
  public String told(String name) {
    return tmux("display-message", "-p", "#{" + name + "}").strip();
  }

  private String tmux(String... arguments) {
    try {
      Process process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", arguments) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private int run(String... arguments) throws IOException, InterruptedException {
    return new ProcessBuilder(command(arguments))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** With -N: before the server listens a command would start another, which nobody ends. */
  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-N", "-u", "-S", socket.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Ends the shell, what runs in it, and tmux. */
  @Override
  public void close() {
    server.close();
  }
}
