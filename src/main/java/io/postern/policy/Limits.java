package io.postern.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * What a rule limits. Each rule counts for itself, under its id, so that counts outlive a reload. 0
 * means no limit.
 *
 * @param rule the id of the rule
 * @param bytesPerSecond of the data connections of one session together
 * @param bytesPerSecondPerUser of those of one user
 * @param bytesPerSecondPerClient of those of one client address
 * @param sessions at once, in all that match the rule
 * @param sessionsPerUser at once, of one user
 * @param sessionsPerClient at once, from one client address
 * @param transfers at once, in all that match the rule
 * @param transfersPerUser at once, of one user
 * @param transfersPerClient at once, from one client address
 * @param uploadBytes the largest file that a client may send
 * @param commandsPerSecond commands of one session that match the rule
 * @param failedLogins how many logins of a client address may fail before it is banned
 */
public record Limits(
    String rule,
    long bytesPerSecond,
    long bytesPerSecondPerUser,
    long bytesPerSecondPerClient,
    int sessions,
    int sessionsPerUser,
    int sessionsPerClient,
    int transfers,
    int transfersPerUser,
    int transfersPerClient,
    long uploadBytes,
    int commandsPerSecond,
    Optional<FailedLogins> failedLogins) {

  /**
   * When a client address is banned.
   *
   * @param attempts as many failures are answered; the last of them bans
   * @param within failures older than this are forgotten
   * @param ban how long the ban lasts
   */
  public record FailedLogins(int attempts, Duration within, Duration ban) {}
}
