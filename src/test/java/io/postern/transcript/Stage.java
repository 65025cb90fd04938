package io.postern.transcript;

import io.postern.event.DataEnd;
import io.postern.event.PinholeEnd;
import io.postern.ftp.Expectation;
import io.postern.session.Input.Side;
import java.time.Duration;
import java.util.List;

/**
 * Where a transcript is performed: {@link SessionStage}, the session alone in virtual time, or
 * {@link SocketStage}, the whole gateway between real sockets. What does not come is an
 * AssertionError, at once or after a deadline.
 */
interface Stage extends AutoCloseable {

  /** The addresses and ports. */
  Symbols symbols();

  /** The server leg stands. */
  void connect();

  /** The server can't be reached. */
  void unreachable(boolean timedOut);

  /** A side sends. */
  void send(Side side, byte[] bytes);

  /** The client sends, and the last byte is TCP urgent data. */
  void sendUrgent(byte[] bytes);

  /** See {@link Step.Tls}. */
  void tls(List<String> words);

  /** See {@link Step.Forward}. */
  void forward(List<String> words);

  /** A side ends its half of the control channel, or all of it. */
  void end(Side side, Ending ending);

  /** The server takes no data connections any more. */
  void refuseData();

  /** The gateway stops: after running transfers, or at once. */
  void stop(boolean atOnce);

  /** The next line that a side sees, with its end. */
  String line(Side side);

  /** The next bytes that a side sees. */
  String bytes(Side side, int count);

  /** A side sees the end of its connection, with nothing before it. */
  void seesEnd(Side side);

  /** The next pinhole that is wanted. */
  Expectation opening();

  /** It stands; {@code {pinhole}} is its port. */
  void opened(Expectation expectation);

  /** It can't be opened. */
  void failed(Expectation expectation, String reason);

  /** Somebody who is not expected tries the port. */
  void stranger(Expectation expectation);

  /** The expected peer connects. */
  void accepted(Expectation expectation);

  /** The data connection carries so much and ends so. */
  void ended(Expectation expectation, DataEnd end, long bytesToServer, long bytesToClient);

  /** An unused pinhole is gone: why. */
  PinholeEnd gone(Expectation expectation);

  /** The gateway resets the data connection. */
  void aborted(Expectation expectation);

  /** Time passes. */
  void pass(Duration time);

  /** The next event that matches; it counts as seen. */
  void event(String pattern);

  /** The session is over: with which outcome. */
  String over();

  /** Fails if something was caused that nobody has seen. */
  void settled();

  /** Ends the session if it is not over, and checks that nothing is left of it. */
  void finish();

  @Override
  void close();

  /** How a side ends its connection. */
  enum Ending {
    CLOSE,
    HALF_CLOSE,
    RESET
  }

  /** The names of {@link Ending}, as transcripts write them. */
  static Ending ending(String word) {
    return Ending.valueOf(TranscriptParser.constant(word));
  }

  /** The kinds of events of which each one must be asked for. */
  List<String> STRICT_EVENTS = List.of("deviation ", "limit ", "blocked ");
}
