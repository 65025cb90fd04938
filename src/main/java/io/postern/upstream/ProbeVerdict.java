package io.postern.upstream;

/**
 * What a probe found.
 *
 * @param outcome how it ended
 * @param code of the reply that decided, 100 to 699; 0 if none did
 */
public record ProbeVerdict(Outcome outcome, int code) {

  /** How a probe ended. */
  public enum Outcome {
    /** The server did all that was asked. */
    PASSED,
    /** It could not be connected to. */
    UNREACHABLE,
    /** It did not greet with 220. */
    NO_GREETING,
    /** It did not let the probe's account in. */
    NO_LOGIN,
    /** It offered no port for a data connection. */
    NO_DATA,
    /** It sent what is no reply of FTP. */
    NOT_FTP,
    /** It closed before the probe was through. */
    CLOSED,
    /** It took longer than the probe may. */
    OVERDUE
  }

  /** Whether the server is fit for sessions. */
  public boolean passed() {
    return outcome == Outcome.PASSED;
  }

  /** For the log: {@code NO_LOGIN (530)}. */
  @Override
  public String toString() {
    return code == 0 ? outcome.name() : outcome + " (" + code + ")";
  }
}
