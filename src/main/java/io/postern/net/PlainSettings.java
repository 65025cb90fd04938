package io.postern.net;

import java.time.Duration;

/**
 * What holds for connections that are no FTP.
 *
 * @param sshLines how many lines a server may send before its SSH identification ({@code
 *     limits.ssh-lines})
 * @param refused how long a client that is refused may take to end its connection ({@code
 *     timeouts.refused})
 */
public record PlainSettings(int sshLines, Duration refused) {

  /** As many lines as OpenSSH's client takes; 1 s. */
  public static final PlainSettings DEFAULT = new PlainSettings(1024, Duration.ofSeconds(1));
}
