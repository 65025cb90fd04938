package io.postern.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/**
 * What became of one thing that a client tried.
 *
 * @param exit the client's exit code
 * @param log all that the client said, every reply among it
 */
record Attempt(int exit, String log) {

  /** The client ended well. */
  Attempt worked() {
    assertThat(exit).as("%s", log).isZero();
    return this;
  }

  /** The client was told this, and ended as after an error. */
  Attempt refused(String reply) {
    assertThat(log).contains(reply);
    assertThat(exit).as("%s", log).isNotZero();
    return this;
  }

  /** This command was answered so: in the log the reply is below the command. */
  Attempt answered(String command, String reply) {
    // curl's own remarks, and the arrows of curl and lftp, before the reply.
    String between = "(\\R\\* .*)*\\R(<(---)? )?";
    assertThat(log).containsPattern("> " + Pattern.quote(command) + between + Pattern.quote(reply));
    return this;
  }

  /** The client was told this, whatever it did about it. */
  Attempt told(String reply) {
    assertThat(log).contains(reply);
    return this;
  }
}
