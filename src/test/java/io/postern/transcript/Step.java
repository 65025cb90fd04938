package io.postern.transcript;

import io.postern.session.Input.Side;
import java.time.Duration;
import java.util.List;

/** One line of a transcript. */
sealed interface Step {

  /** Where it stands: the file and the line. */
  String at();

  /** {@code C>} and {@code S>}: a side sends; {@code C^}: the last byte as TCP urgent data. */
  record Sends(String at, Side side, String text, boolean urgent) implements Step {}

  /** {@code >C} and {@code >S}: a side sees. */
  record Sees(String at, Side side, String text) implements Step {}

  /** {@code C!} and {@code S!}: a side connects, closes, resets … */
  record Does(String at, Side side, String what) implements Step {}

  /** {@code !C} and {@code !S}: a side sees its connection end. */
  record SeesEnd(String at, Side side) implements Step {}

  /** {@code P>}: a step in the life of a pinhole. */
  record Hole(String at, List<String> words) implements Step {}

  /**
   * {@code K>}: TLS is to {@code start} or to {@code stop} on a side, {@code stands} or {@code
   * fails} there, is to {@code protect} the data connection of client and server, or the session
   * goes {@code blind}.
   */
  record Tls(String at, List<String> words) implements Step {}

  /**
   * {@code F>}: the session wants to {@code connect} the server that was named, or to {@code check}
   * the password of a user of the gateway, which is {@code right} or {@code wrong}.
   */
  record Forward(String at, List<String> words) implements Step {}

  /** {@code G!}: the gateway stops. */
  record Stops(String at, boolean atOnce) implements Step {}

  /** {@code T>}: time passes. */
  record Passes(String at, Duration time) implements Step {}

  /** {@code E>}: an event was published. */
  record Event(String at, String text) implements Step {}

  /** {@code X>}: the session is over. */
  record Over(String at, String outcome) implements Step {}
}
