package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.testing.Closing;
import io.postern.testing.Needs;
import io.postern.testing.TerminalWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code postern top} in a real terminal: what a person sees, and what is left of it. */
@Needs(
    linux = true,
    programs = {"curl", "tmux"})
@Timeout(120)
class TopIT {

  private static final int WIDTH = 90;
  private static final int HEIGHT = 12;

  private final Closing closing = new Closing();
  private Keyboard keyboard;
  private TerminalWindow window;

  @BeforeEach
  void start() throws IOException {
    keyboard = closing.add(new Keyboard());
    window = closing.add(TerminalWindow.open(keyboard.file(""), WIDTH, HEIGHT));
    window.type("stty -a > " + keyboard.file("before") + "; echo what stood there before");
    await(rows -> rows.contains("what stood there before"));
  }

  @AfterEach
  void stop() {
    closing.close();
  }

  @Test
  void frames_fitTheWindow_areDrawnAnew_andQLeavesTheTerminalAsItWas() throws Exception {
    // Two cells each: a terminal of 90 cells has no room for the whole name.
    keyboard.download("漢".repeat(40));
    keyboard.awaitTransfer();
    top("");
    List<String> first = await(rows -> rows.stream().anyMatch(row -> row.contains("RETR")));
    assertThat(first.get(0)).contains("  1 session, ");
    assertThat(first.get(1)).startsWith("ID ");
    assertThat(first.get(2)).contains("RETR").contains("漢漢").contains("…");
    assertThat(first.subList(3, HEIGHT)).as("nothing is wrapped").containsOnly("");
    assertThat(window.told("alternate_on")).isEqualTo("1");

    await(rows -> rows.get(2).contains("RETR") && !rows.get(2).equals(first.get(2)));
    for (int i = 0; i < 2 * HEIGHT; i++) {
      assertThat(closing.add(keyboard.client("127.0.0.66")).reply()).startsWith("220 ");
    }
    List<String> many = await(rows -> rows.get(0).contains("25 sessions"));
    assertThat(many.get(1)).startsWith("ID ");
    assertThat(many.get(2)).contains("RETR");
    assertThat(many.get(HEIGHT - 1)).isEqualTo("… and 16 more");

    window.resize(60, 6);
    List<String> small = await(rows -> rows.get(rows.size() - 1).equals("… and 22 more"));
    assertThat(small).hasSize(6);
    assertThat(small.get(0)).contains("25 sessions");
    assertThat(window.told("history_size")).as("nothing was scrolled away").isEqualTo("0");
    window.resize(WIDTH, HEIGHT);

    window.press("q");
    assertTerminalIsAsBefore(0);
  }

  @Test
  void aGatewayThatStartsAnew_isFoundAgain_andCtrlCLeavesTheTerminalAsItWas() throws Exception {
    top("");
    await(rows -> rows.get(0).contains("  0 sessions"));

    keyboard.stopGateway();
    await(rows -> rows.get(0).contains("can't be asked: nothing listens there"));
    keyboard.startGateway();
    await(rows -> rows.get(0).contains("  0 sessions"));

    window.press("C-z");
    window.press("C-c");
    assertTerminalIsAsBefore(130);
  }

  /** As in the container image. */
  @Test
  void withoutStty_qAndEnterEndIt() throws Exception {
    top("PATH=/nowhere ");
    await(rows -> rows.get(0).contains("  0 sessions"));

    window.type("q");
    assertTerminalIsAsBefore(0);
  }

  private void top(String environment) {
    List<String> words = keyboard.words("top", "--every", "1");
    window.type(environment + String.join(" ", words) + "; echo code=$?");
  }

  private void assertTerminalIsAsBefore(int code) throws IOException {
    List<String> rows = await(all -> all.contains("code=" + code));
    assertThat(rows).contains("what stood there before").noneMatch(row -> row.contains("session"));
    assertThat(window.told("alternate_on")).isEqualTo("0");
    assertThat(window.told("cursor_flag")).isEqualTo("1");
    assertThat(window.told("wrap_flag")).isEqualTo("1");
    window.type("stty -a > " + keyboard.file("after") + "; echo done");
    await(all -> all.contains("done"));
    assertThat(keyboard.file("after")).hasSameTextualContentAs(keyboard.file("before"));
    assertThat(Files.readString(keyboard.file("after"))).contains(" icanon ", " echo ");
  }

  private List<String> await(Predicate<List<String>> seen) {
    return Awaitility.await().atMost(Keyboard.PATIENCE).until(window::rows, seen);
  }
}
