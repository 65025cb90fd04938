package io.postern.ftp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a control channel into lines and takes the Telnet commands out of them (RFC 959
 * section 3, RFC 854). It stops at the exact byte where a line ends, so that what follows an AUTH
 * TLS can be told from what belongs to it. What it finds does not depend on how the bytes were cut
 * into segments. Belongs to one thread.
 *
 * <ul>
 *   <li>CR LF ends a line; so does LF alone ({@link Line#bareLf}).
 *   <li>CR NUL is a CR in a path and stays (RFC 2640 section 3.1). CR before anything else stays
 *       too, and so does a NUL without CR; {@link Line#bareCr} and {@link Line#nul} tell.
 *   <li>IAC WILL, WONT, DO, DONT with an option, IAC SB to IAC SE, and IAC with any other command
 *       of RFC 854 are taken out, also in the middle of a line. IAC IAC stays as two bytes. IAC
 *       before any other byte is no Telnet: it is a letter of a peer that writes ISO 8859-1 without
 *       doubling it, and stays.
 *   <li>After IAC IP the Data Mark may have lost one of its two bytes, the urgent one, on a
 *       platform that does not deliver it in line; what is left of it is taken out.
 * </ul>
 */
public final class LineFramer {

  private static final byte LF = '\n';
  private static final byte CR = '\r';
  private static final byte NUL = 0;
  private static final byte TLS_HANDSHAKE = 0x16;
  private static final byte TLS_MAJOR = 0x03;

  private enum State {
    /** At the first byte of the stream. */
    FIRST,
    /** The first byte was that of a TLS handshake. */
    SECOND,
    DATA,
    /** In a Telnet command. */
    TELNET,
    ENDED
  }

  private final LineLimits limits;
  private final LineBuffer line;
  private final TelnetCommands commands;
  private State state = State.FIRST;
  private boolean crPending;
  private boolean bareCr;
  private boolean nul;
  private boolean telnet;

  /** What the framer found. */
  public sealed interface Framed {

    /** A complete line. */
    record Text(Line line) implements Framed {}

    /**
     * A Telnet option was offered or asked for; the answer refuses it (DONT for WILL, WONT for DO)
     * and goes back to where it came from.
     */
    record TelnetAnswer(byte[] bytes) implements Framed {}

    /** The line is above its limit; the framer reads no more. */
    record TooLong(int limitBytes) implements Framed {}

    /** The options are above their limit; the framer reads no more. */
    record TooManyOptions(int limit) implements Framed {}

    /** The first bytes are a TLS record (16 03), which is no line; the framer reads no more. */
    record TlsRecord() implements Framed {}
  }

  /** A framer for one side of a session. */
  public LineFramer(LineLimits limits) {
    this.limits = limits;
    this.line = new LineBuffer(limits);
    this.commands = new TelnetCommands(limits.telnetOptions());
  }

  /**
   * Reads on. Once it has told {@link Framed.TooLong}, {@link Framed.TooManyOptions} or {@link
   * Framed.TlsRecord}, it drops everything that comes and returns null.
   *
   * @param in what has come; read up to the end of what is returned, or to its own end
   * @return null if more bytes are needed
   */
  public @Nullable Framed next(ByteBuffer in) {
    Framed found = null;
    while (found == null && in.hasRemaining() && state != State.ENDED) {
      found = state == State.DATA ? readData(in) : readOther(in);
    }
    if (state == State.ENDED) {
      in.position(in.limit());
    }
    return found;
  }

  /** Whether a line has begun and not ended. Telnet commands alone begin none. */
  public boolean midLine() {
    return line.length() > 0 || crPending;
  }

  /** How much memory the line takes that has begun and not ended. */
  public int memoryBytes() {
    return line.memoryBytes();
  }

  /**
   * Whether nothing has begun that has not ended, be it a line or a Telnet command. Only then may
   * the stream become another one, as under TLS.
   */
  public boolean atRest() {
    return !midLine()
        && !commands.afterInterrupt()
        && (state == State.FIRST || state == State.DATA);
  }

  private @Nullable Framed readData(ByteBuffer in) {
    if (crPending || commands.afterInterrupt()) {
      return special(in.get());
    }
    int start = in.position();
    int end = Scan.endOfPlain(in);
    if (line.length() == 0 && endsWithCrLf(in, end) && end - start <= limits.lineBytes()) {
      byte[] bytes = new byte[end - start];
      in.get(bytes).position(end + 2);
      return lineOf(bytes, false);
    }
    if (!line.append(in, end - start)) {
      return tooLong();
    }
    return in.hasRemaining() ? special(in.get()) : null;
  }

  private static boolean endsWithCrLf(ByteBuffer in, int end) {
    return end + 1 < in.limit() && in.get(end) == CR && in.get(end + 1) == LF;
  }

  /** A byte that may need more than to be kept. */
  private @Nullable Framed special(byte b) {
    if (b == TelnetCommands.IAC) {
      state = State.TELNET;
      commands.begin();
      return null;
    }
    return commands.takesDataMark(b) ? null : content(b);
  }

  private @Nullable Framed content(byte b) {
    if (crPending) {
      return afterCr(b);
    }
    return switch (b) {
      case LF -> lineOf(line.take(), true);
      case CR -> waitAfterCr();
      case NUL -> keepNul();
      default -> keep(b);
    };
  }

  private @Nullable Framed waitAfterCr() {
    crPending = true;
    return null;
  }

  private @Nullable Framed keepNul() {
    nul = true;
    return keep(NUL);
  }

  private @Nullable Framed afterCr(byte b) {
    crPending = false;
    if (b == LF) {
      return lineOf(line.take(), false);
    }
    Framed ended = keep(CR);
    if (ended != null) {
      return ended;
    }
    if (b == NUL) {
      return keep(NUL);
    }
    bareCr = true;
    return content(b);
  }

  private @Nullable Framed keep(byte b) {
    return line.append(b) ? null : tooLong();
  }

  private Framed lineOf(byte[] bytes, boolean bareLf) {
    Line found = new Line(bytes, bareLf, bareCr, nul, telnet);
    telnet = false;
    bareCr = false;
    nul = false;
    commands.lineEnded();
    return new Framed.Text(found);
  }

  private @Nullable Framed readOther(ByteBuffer in) {
    return switch (state) {
      case FIRST -> first(in);
      case SECOND -> second(in);
      default -> telnet(in.get());
    };
  }

  private @Nullable Framed first(ByteBuffer in) {
    if (in.get(in.position()) != TLS_HANDSHAKE) {
      state = State.DATA;
      return null;
    }
    state = State.SECOND;
    return keep(in.get());
  }

  private @Nullable Framed second(ByteBuffer in) {
    state = State.DATA;
    return in.get(in.position()) == TLS_MAJOR ? end(new Framed.TlsRecord()) : null;
  }

  private @Nullable Framed telnet(byte b) {
    TelnetCommands.Outcome outcome = commands.take(b);
    state = outcome == TelnetCommands.Outcome.UNFINISHED ? State.TELNET : State.DATA;
    return switch (outcome) {
      case DOUBLED -> doubled(b);
      case LETTERS -> letters(b);
      case UNFINISHED, ENDED -> takeOut();
      case ASKED, OFFERED -> new Framed.TelnetAnswer(TelnetCommands.refusal(outcome, b));
      case TOO_MANY -> end(new Framed.TooManyOptions(limits.telnetOptions()));
    };
  }

  private @Nullable Framed takeOut() {
    telnet = telnet || midLine();
    return null;
  }

  private @Nullable Framed doubled(byte iac) {
    commands.forgetInterrupt();
    Framed ended = content(iac);
    return ended != null ? ended : content(iac);
  }

  /** After IP the IAC is what is left of one that the Data Mark has lost its end of. */
  private @Nullable Framed letters(byte b) {
    boolean ofDataMark = commands.afterInterrupt();
    commands.forgetInterrupt();
    Framed ended = ofDataMark ? null : content(TelnetCommands.IAC);
    return ended != null ? ended : content(b);
  }

  private Framed tooLong() {
    return end(new Framed.TooLong(line.limitBytes()));
  }

  private Framed end(Framed last) {
    state = State.ENDED;
    crPending = false;
    line.clear();
    return last;
  }
}
