package io.postern.quota;

import io.postern.ftp.AddressLiteral;
import io.postern.policy.Limits;
import io.postern.policy.Limits.FailedLogins;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Limits and addresses for tests. */
final class Sample {

  private Sample() {}

  static InetAddress address(String literal) {
    return AddressLiteral.parse(literal).orElseThrow();
  }

  /** The limits of one rule, by their names in the rules file; what is not named has no limit. */
  static Limits limits(String rule, Map<String, Integer> most) {
    return new Limits(
        rule,
        0,
        0,
        0,
        most.getOrDefault("sessions", 0),
        most.getOrDefault("sessions-per-user", 0),
        most.getOrDefault("sessions-per-client", 0),
        most.getOrDefault("transfers", 0),
        most.getOrDefault("transfers-per-user", 0),
        most.getOrDefault("transfers-per-client", 0),
        0,
        0,
        Optional.empty());
  }

  static Limits limit(String rule, String name, int most) {
    return limits(rule, Map.of(name, most));
  }

  static Limits failedLogins(String rule, int attempts, Duration within, Duration ban) {
    return new Limits(
        rule,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        Optional.of(new FailedLogins(attempts, within, ban)));
  }
}
