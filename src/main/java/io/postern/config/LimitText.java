package io.postern.config;

import io.postern.policy.Limits;
import io.postern.policy.Operation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Limits in the words of a rules file. */
public final class LimitText {

  private LimitText() {}

  /**
   * Each limit that is set and counts for an operation: its key in a rules file, and its value as
   * it is written there.
   */
  public static Map<String, String> of(Limits limits, Operation operation) {
    return of(limits).entrySet().stream()
        .filter(limit -> Effectiveness.counts(limit.getKey(), operation))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }

  private static Map<String, String> of(Limits limits) {
    Map<String, String> text = new LinkedHashMap<>();
    size(text, EffectKeys.RATE, limits.bytesPerSecond());
    size(text, EffectKeys.RATE_PER_USER, limits.bytesPerSecondPerUser());
    size(text, EffectKeys.RATE_PER_CLIENT, limits.bytesPerSecondPerClient());
    count(text, EffectKeys.SESSIONS, limits.sessions());
    count(text, EffectKeys.SESSIONS_PER_USER, limits.sessionsPerUser());
    count(text, EffectKeys.SESSIONS_PER_CLIENT, limits.sessionsPerClient());
    count(text, EffectKeys.TRANSFERS, limits.transfers());
    count(text, EffectKeys.TRANSFERS_PER_USER, limits.transfersPerUser());
    count(text, EffectKeys.TRANSFERS_PER_CLIENT, limits.transfersPerClient());
    size(text, EffectKeys.UPLOAD_BYTES, limits.uploadBytes());
    count(text, EffectKeys.COMMANDS, limits.commandsPerSecond());
    limits
        .failedLogins()
        .ifPresent(failed -> text.put(EffectKeys.FAILED_LOGINS.name(), failedLogins(failed)));
    return text;
  }

  private static String failedLogins(Limits.FailedLogins limit) {
    return limit.attempts()
        + " within "
        + Scalars.write(limit.within())
        + ", ban "
        + Scalars.write(limit.ban());
  }

  private static void size(Map<String, String> text, RuleKey<Long> key, long value) {
    if (value > 0) {
      text.put(key.name(), RuleTypes.size().type().write(value));
    }
  }

  private static void count(Map<String, String> text, RuleKey<Integer> key, int value) {
    if (value > 0) {
      text.put(key.name(), String.valueOf(value));
    }
  }
}
