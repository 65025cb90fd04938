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
    PASSED("it answers"),
    /** It could not be connected to. */
    UNREACHABLE("it can't be connected to"),
    /** It did not greet with 220. */
    NO_GREETING("it does not greet with 220"),
    /** It did not let the probe's account in. */
    NO_LOGIN("it does not let the probe log in"),
    /** It offered no port for a data connection. */
    NO_DATA("it offers no port for a data connection"),
    /** It speaks another protocol. */
    FOREIGN("it speaks another protocol"),
    /** It closed before the probe was through. */
    CLOSED("it closed the connection"),
    /** It took longer than the probe may. */
    OVERDUE("it did not answer in time");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }
  }

  /** Whether the server is fit for sessions. */
  public boolean passed() {
    return outcome == Outcome.PASSED;
  }

  /** For people: {@code it does not let the probe log in (530)}. */
  public String text() {
    return code == 0 ? outcome.text : outcome.text + " (" + code + ")";
  }

  /** For the log: {@code NO_LOGIN (530)}. */
  @Override
  public String toString() {
    return code == 0 ? outcome.name() : outcome + " (" + code + ")";
  }
}
