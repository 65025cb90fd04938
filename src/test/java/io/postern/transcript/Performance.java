package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.event.DataEnd;
import io.postern.ftp.AddressLiteral;
import io.postern.ftp.Expectation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One performance of a transcript on a stage. */
final class Performance {

  private final Transcript transcript;
  private final Stage stage;

  /** The pinhole that the steps are about: the newest. */
  private @Nullable Expectation expectation;

  private boolean over;

  Performance(Transcript transcript, Stage stage) {
    this.transcript = transcript;
    this.stage = stage;
  }

  /** Performs all steps; a failure names the line of the transcript. */
  void run() {
    for (Step step : transcript.steps()) {
      try {
        perform(step);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(step.at() + " " + step + ": " + e.getMessage(), e);
      }
    }
    stage.settled();
    stage.finish();
  }

  private void perform(Step step) {
    if (step instanceof Step.Sends sends) {
      stage.settled();
      byte[] bytes = Escapes.bytes(fill(sends.text()));
      if (sends.urgent()) {
        stage.sendUrgent(bytes);
      } else {
        stage.send(sends.side(), bytes);
      }
    } else if (step instanceof Step.Sees sees) {
      see(sees);
    } else if (step instanceof Step.Does does) {
      stage.settled();
      act(does);
    } else if (step instanceof Step.SeesEnd end) {
      stage.seesEnd(end.side());
    } else if (step instanceof Step.Hole hole) {
      hole(hole);
    } else if (step instanceof Step.Tls tls) {
      stage.tls(tls.words());
    } else if (step instanceof Step.Forward forward) {
      stage.forward(forward.words());
    } else if (step instanceof Step.Passes passes) {
      stage.settled();
      stage.pass(passes.time());
    } else if (step instanceof Step.Event event) {
      stage.event(fill(event.text()));
    } else if (step instanceof Step.Stops stops) {
      stage.settled();
      stage.stop(stops.atOnce());
    } else if (step instanceof Step.Over end) {
      assertThat(over).isFalse();
      over = true;
      assertThat(stage.over()).isEqualTo(end.outcome());
    }
  }

  private void see(Step.Sees sees) {
    String text = fill(sees.text());
    if (!Escapes.hasEnd(text)) {
      String expected = Escapes.literal(text);
      assertThat(Escapes.shown(stage.bytes(sees.side(), expected.length())))
          .isEqualTo(Escapes.shown(expected));
      return;
    }
    String seen = stage.line(sees.side());
    if (!Escapes.pattern(text).matcher(seen).matches()) {
      throw new AssertionError(
          "the " + sees.side() + " sees " + Escapes.shown(seen) + " where it expects " + text);
    }
  }

  private void act(Step.Does does) {
    switch (does.what()) {
      case "connect" -> stage.connect();
      case "refuse" -> stage.unreachable(false);
      case "time-out" -> stage.unreachable(true);
      case "refuse-data" -> stage.refuseData();
      default -> stage.end(does.side(), Stage.ending(does.what()));
    }
  }

  private void hole(Step.Hole hole) {
    String first = hole.words().get(0);
    switch (first) {
      case "open" -> {
        expectation = stage.opening();
        assertThat(described(expectation)).isEqualTo(fill(String.join(" ", hole.words())));
      }
      case "opened" -> stage.opened(current());
      case "failed" -> stage.failed(current(), rest(hole, 1));
      case "stranger" -> stage.stranger(current());
      case "accepted" -> stage.accepted(current());
      case "ended" ->
          stage.ended(
              current(),
              DataEnd.valueOf(TranscriptParser.constant(hole.words().get(1))),
              Long.parseLong(hole.words().get(2)),
              Long.parseLong(hole.words().get(3)));
      case "close" ->
          assertThat(label(stage.gone(current()).name())).isEqualTo(hole.words().get(1));
      case "abort" -> stage.aborted(current());
      default -> throw new IllegalArgumentException("what is " + first + "?");
    }
  }

  /**
   * {@code open passive PASV from CLIENT to SERVER:PORT}: those who connect, then those who wait.
   */
  private static String described(Expectation open) {
    StringBuilder text = new StringBuilder("open ");
    text.append(label(open.mode().name())).append(' ').append(open.setUp().text());
    open.accepted()
        .forEach(side -> text.append(" from ").append(AddressLiteral.format(side.peer())));
    open.connected().forEach(side -> text.append(" to ").append(side.target()));
    return text.toString();
  }

  private Expectation current() {
    if (expectation == null) {
      throw new AssertionError("no pinhole was opened");
    }
    return expectation;
  }

  private String fill(String text) {
    return stage.symbols().fill(text);
  }

  private static String rest(Step.Hole hole, int from) {
    return String.join(" ", hole.words().subList(from, hole.words().size()));
  }

  static String label(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
