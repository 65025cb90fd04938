package io.postern.config;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.postern.ftp.Reply;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The table of what a rule can do. */
final class EffectKeys {

  static final Duration WITHIN_DEFAULT = ofMinutes(10);
  static final Duration BAN_DEFAULT = ofHours(1);

  private static final String NO = "no";
  private static final String NO_LIMIT = "no limit";

  static final RuleKey<Optional<Reply>> ALLOW =
      RuleKey.of("allow", RuleTypes.yes(), NO, "It may be done; no later rule is asked.");
  static final RuleKey<Optional<Reply>> DENY =
      RuleKey.of(
          "deny",
          RuleTypes.reply(),
          NO,
          "It is refused, with this reply or with the one that fits (421 at connect, 530 at login,"
              + " 550 for files, 425 for a data connection, else 502); no later rule is asked.");
  static final RuleKey<Optional<Reply>> CLOSE =
      RuleKey.of(
          "close",
          RuleTypes.yes(),
          NO,
          "It is refused with 421, and the session ends; no later rule is asked.");
  static final RuleKey<Optional<Reply>> OBSERVE =
      RuleKey.of(
          "observe",
          RuleTypes.yes(),
          NO,
          "It is counted and audited as if it were denied; later rules decide.");

  static final RuleKey<String> BANNER =
      RuleKey.of("banner", RuleTypes.line(), "the server's", "The text of the greeting.");
  static final RuleKey<String> SYST =
      RuleKey.of("syst", RuleTypes.line(), "the server's", "The text of the reply to SYST.");
  static final RuleKey<Boolean> THIRD_PARTY =
      RuleKey.of(
          "third-party",
          RuleTypes.truth(),
          "false",
          "PORT and EPRT may name another host than the client; needs `data-address` in `when`.");
  static final RuleKey<InetAddress> DATA_PEER =
      RuleKey.of(
          "data-peer",
          NetworkTypes.address(),
          "the client",
          "Who may connect to the pinhole of PASV or EPSV instead of the client.");

  static final RuleKey<Boolean> PRIVATE_DATA =
      RuleKey.of(
          "private-data",
          RuleTypes.truth(),
          "false",
          "Data connections must be under TLS: a transfer without PROT P is refused with 521, PROT C"
              + " with 534.");

  static final RuleKey<Long> RATE =
      limit("bytes-per-second", RuleTypes.size(), "Bytes a second of one session.");
  static final RuleKey<Long> RATE_PER_USER =
      limit("bytes-per-second-per-user", RuleTypes.size(), "Bytes a second of one user.");
  static final RuleKey<Long> RATE_PER_CLIENT =
      limit("bytes-per-second-per-client", RuleTypes.size(), "Bytes a second of one client.");
  static final RuleKey<Integer> SESSIONS =
      limit("sessions", RuleTypes.count(), "Sessions at once, in all; else 421.");
  static final RuleKey<Integer> SESSIONS_PER_USER =
      limit("sessions-per-user", RuleTypes.count(), "Sessions at once of one user; else 421.");
  static final RuleKey<Integer> SESSIONS_PER_CLIENT =
      limit("sessions-per-client", RuleTypes.count(), "Sessions at once of one client; else 421.");
  static final RuleKey<Integer> TRANSFERS =
      limit("transfers", RuleTypes.count(), "Transfers at once, in all; else 450.");
  static final RuleKey<Integer> TRANSFERS_PER_USER =
      limit("transfers-per-user", RuleTypes.count(), "Transfers at once of one user; else 450.");
  static final RuleKey<Integer> TRANSFERS_PER_CLIENT =
      limit(
          "transfers-per-client", RuleTypes.count(), "Transfers at once of one client; else 450.");
  static final RuleKey<Long> UPLOAD_BYTES =
      limit("upload-bytes", RuleTypes.size(), "The largest upload; more is cut off with 552.");
  static final RuleKey<Integer> COMMANDS =
      limit(
          "commands-per-second",
          RuleTypes.count(),
          "Commands a second of one session that match the rule; else 450. Where the client's login says"
              + " which server it is, a rule with `target` or `server` counts from when that server"
              + " is connected.");

  /** Each failure is remembered with its time, for many clients. */
  private static final int MOST_ATTEMPTS = 1_000;

  static final RuleKey<Integer> ATTEMPTS =
      RuleKey.required(
          "attempts",
          RuleTypes.count(MOST_ATTEMPTS),
          "As many logins may fail; the last of them bans.");
  static final RuleKey<Duration> WITHIN =
      RuleKey.of(
          "within",
          RuleTypes.duration(ofSeconds(1), ofDays(1)),
          Scalars.write(WITHIN_DEFAULT),
          "Older failures are forgotten.");
  static final RuleKey<Duration> BAN =
      RuleKey.of(
          "ban",
          RuleTypes.duration(ofSeconds(1), ofDays(30)),
          Scalars.write(BAN_DEFAULT),
          "How long the client is turned away.");
  static final List<RuleKey<?>> FAILED_LOGIN_KEYS = List.of(ATTEMPTS, WITHIN, BAN);
  static final RuleKey<Fields> FAILED_LOGINS =
      RuleKey.of(
          "failed-logins",
          new Section(FAILED_LOGIN_KEYS),
          NO_LIMIT,
          "Failed logins of one client; then 421, and the client is banned.");

  static final List<RuleKey<?>> LIMIT_KEYS =
      List.of(
          RATE,
          RATE_PER_USER,
          RATE_PER_CLIENT,
          SESSIONS,
          SESSIONS_PER_USER,
          SESSIONS_PER_CLIENT,
          TRANSFERS,
          TRANSFERS_PER_USER,
          TRANSFERS_PER_CLIENT,
          UPLOAD_BYTES,
          COMMANDS,
          FAILED_LOGINS);
  static final RuleKey<Fields> LIMIT =
      RuleKey.of(
          "limit", Section.ofSome(LIMIT_KEYS), NO_LIMIT, "What there may be only so much of.");

  static final List<RuleKey<Optional<Reply>>> VERDICTS = List.of(ALLOW, DENY, CLOSE, OBSERVE);
  static final List<RuleKey<?>> KEYS =
      List.of(
          ALLOW, DENY, CLOSE, OBSERVE, BANNER, SYST, THIRD_PARTY, DATA_PEER, PRIVATE_DATA, LIMIT);

  /** Behind {@code then}. */
  static final Choice THEN =
      new Choice(VERDICTS, Section.ofSome(KEYS).elsewhere("limit", LIMIT_KEYS));

  /** Behind {@code default}. */
  static final Choice DEFAULT =
      new Choice(List.of(ALLOW, DENY, CLOSE), Section.ofSome(List.of(ALLOW, DENY, CLOSE)));

  private EffectKeys() {}

  private static <T> RuleKey<T> limit(String name, TextShape<T> shape, String description) {
    return RuleKey.of(name, shape, NO_LIMIT, description);
  }
}
