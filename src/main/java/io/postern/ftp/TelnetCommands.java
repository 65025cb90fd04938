package io.postern.ftp;

/**
 * The Telnet commands on one side of a control channel (RFC 854): where each ends, what it is
 * answered, and how many there may be. Belongs to one thread.
 */
final class TelnetCommands {

  /** Begins every command; doubled it is a byte of the text. */
  static final byte IAC = (byte) 0xFF;

  private static final byte SE = (byte) 0xF0;
  private static final byte DATA_MARK = (byte) 0xF2;
  private static final byte INTERRUPT_PROCESS = (byte) 0xF4;
  private static final byte SB = (byte) 0xFA;
  private static final byte WILL = (byte) 0xFB;
  private static final byte WONT = (byte) 0xFC;
  private static final byte DO = (byte) 0xFD;
  private static final byte DONT = (byte) 0xFE;

  /** What a byte makes of the command that it belongs to. */
  enum Outcome {
    /** The command goes on. */
    UNFINISHED,
    /** It has ended, and needs no answer. */
    ENDED,
    /** It has ended, and is answered WONT. */
    ASKED,
    /** It has ended, and is answered DONT. */
    OFFERED,
    /** There are too many. */
    TOO_MANY,
    /** It is none: a doubled IAC. */
    DOUBLED,
    /** It is none: an IAC that is a letter, as is the byte. */
    LETTERS
  }

  private enum State {
    AFTER_IAC,
    WILL,
    DO,
    /** WONT or DONT: the option is read and not answered. */
    REFUSAL,
    SUBNEGOTIATION,
    SUBNEGOTIATION_IAC
  }

  private final int most;
  private State state = State.AFTER_IAC;
  private boolean afterInterrupt;
  private int options;
  private int signals;

  /**
   * None yet.
   *
   * @param most how many options there may be in all, and how many other commands in a line
   */
  TelnetCommands(int most) {
    this.most = most;
  }

  /** An IAC has come. */
  void begin() {
    state = State.AFTER_IAC;
  }

  /** Whether the last command was IP, whose Data Mark may have lost a byte. */
  boolean afterInterrupt() {
    return afterInterrupt;
  }

  /** Something has come behind IP. */
  void forgetInterrupt() {
    afterInterrupt = false;
  }

  /** Whether a byte outside any command is what is left of the Data Mark. */
  boolean takesDataMark(byte b) {
    boolean taken = afterInterrupt && b == DATA_MARK;
    forgetInterrupt();
    return taken;
  }

  /** A line has ended. */
  void lineEnded() {
    signals = 0;
  }

  /** Takes the next byte of a command that has begun. */
  Outcome take(byte b) {
    return switch (state) {
      case AFTER_IAC -> command(b);
      case WILL -> Outcome.OFFERED;
      case DO -> Outcome.ASKED;
      case REFUSAL -> Outcome.ENDED;
      case SUBNEGOTIATION, SUBNEGOTIATION_IAC -> subnegotiation(b);
    };
  }

  private Outcome command(byte command) {
    return switch (command) {
      case IAC -> Outcome.DOUBLED;
      case WILL -> option(State.WILL);
      case DO -> option(State.DO);
      case WONT, DONT -> option(State.REFUSAL);
      case SB -> option(State.SUBNEGOTIATION);
      default -> (command & 0xFF) >= (SE & 0xFF) ? signal(command) : Outcome.LETTERS;
    };
  }

  private Outcome option(State next) {
    state = next;
    return counted(Outcome.UNFINISHED);
  }

  /** A command of two bytes: NOP, DM, BRK, IP, AO, AYT, EC, EL, GA, or an SE out of place. */
  private Outcome signal(byte command) {
    afterInterrupt = command == INTERRUPT_PROCESS;
    return ++signals > most ? Outcome.TOO_MANY : Outcome.ENDED;
  }

  private Outcome subnegotiation(byte b) {
    if (state == State.SUBNEGOTIATION_IAC && b == SE) {
      return counted(Outcome.ENDED);
    }
    state =
        state == State.SUBNEGOTIATION && b == IAC ? State.SUBNEGOTIATION_IAC : State.SUBNEGOTIATION;
    return counted(Outcome.UNFINISHED);
  }

  private Outcome counted(Outcome otherwise) {
    return ++options > most ? Outcome.TOO_MANY : otherwise;
  }

  /** The answer that refuses an option. */
  static byte[] refusal(Outcome outcome, byte option) {
    return new byte[] {IAC, outcome == Outcome.OFFERED ? DONT : WONT, option};
  }
}
