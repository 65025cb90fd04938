package io.postern.app;

/** How the process ends. */
final class ExitCodes {

  /** All is well, or the gateway was asked to stop. */
  static final int OK = 0;

  /** A fault of Postern's own. */
  static final int FAULT = 1;

  /** The command line or the configuration is wrong. */
  static final int USAGE = 2;

  /** Nothing is wrong with the settings, but the gateway can't start: a port is in use. */
  static final int CANNOT_START = 3;

  /**
   * The answer to what was asked is no: denied, a case failed, something would change. Not 1, so
   * that a script can tell it from a fault of Postern's own.
   */
  static final int NO = 4;

  /**
   * A running gateway can't be asked: nobody listens, the token is wrong, or it is of another
   * version.
   */
  static final int NO_GATEWAY = 5;

  private ExitCodes() {}

  /** The code of several tasks: nothing is as bad as a mistake in what was given. */
  static int worst(int one, int other) {
    return one == USAGE || other == USAGE ? USAGE : Math.max(one, other);
  }
}
