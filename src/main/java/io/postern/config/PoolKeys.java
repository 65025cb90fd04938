package io.postern.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;

import io.postern.net.ProxyProtocol;
import io.postern.net.UpstreamSettings;
import io.postern.policy.NamePattern;
import io.postern.upstream.Choice;
import io.postern.upstream.HealthSettings;
import io.postern.upstream.PoolSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of pools, a part of the table of {@link Keys}. */
final class PoolKeys {

  static final String POOLS = "pools[]";
  static final String SERVERS = "pools[].servers[]";
  static final String USERS = "pools[].users[]";

  private static final HealthSettings HEALTH = HealthSettings.DEFAULT;
  private static final int MOST_SESSIONS = 1_000_000;
  private static final List<Key<?>> OF_POOLS = new ArrayList<>();

  /** Of a listener. */
  static final Key<Optional<String>> POOL =
      Key.of(
          "listeners[].pool",
          Scalars.name().optional(),
          Optional.empty(),
          "The pool of servers behind the listener, by its name, in place of `server`.");

  static final Key<String> NAME =
      pool("name", Scalars.name(), null, "The pool's name in events and metrics; unique.");
  static final Key<ServerAddress> SERVER =
      pool(
          "servers[].server",
          Addresses.server(),
          null,
          "A server of the pool; the port is, unless given, what it would be as `server` of the"
              + " listeners that name the pool.");
  static final Key<Integer> WEIGHT =
      pool(
          "servers[].weight",
          Scalars.number(1, 1_000),
          1,
          "Its part of the sessions against those of the others.");
  static final Key<Integer> SESSIONS =
      pool(
          "servers[].sessions",
          Scalars.number(0, MOST_SESSIONS),
          0,
          "Sessions that it has at most; 0 means any number. Where each server that is up has so"
              + " many, clients get 421.");
  static final Key<Choice> CHOOSE =
      pool(
          "choose",
          Scalars.word(Choice.class),
          Choice.ROUND_ROBIN,
          "How a session's server is chosen: in turn, the one with the fewest sessions for its"
              + " weight, always the same one for the same client address, or the one that `users`"
              + " has for the name of the user.");
  static final Key<NamePattern> USER =
      pool(
          "users[].user",
          userPattern(),
          null,
          "Which users the entry is for; case counts, and the first entry that matches decides."
              + " Who matches none gets 421.");
  static final Key<ServerAddress> USER_SERVER =
      pool("users[].server", Addresses.server(), null, "Their server, as `servers` has it.");
  static final Key<Integer> RETRIES =
      pool(
          "retries",
          Scalars.number(0, 10),
          PoolSettings.RETRIES,
          "How many more servers a session tries when the first can't be connected to, does not"
              + " greet, or refuses the session.");
  static final Key<Duration> GREETING =
      pool(
          "greeting",
          Scalars.duration(ofMillis(1), ofMinutes(10)),
          UpstreamSettings.GREETING,
          "How long a server of FTP may take to greet before the session tries the next.");
  static final Key<Duration> SLOW_START =
      pool(
          "slow-start",
          Scalars.duration(Duration.ZERO, ofHours(1)),
          PoolSettings.SLOW_START,
          "How long a server that comes back takes to its full part of the sessions; 0s is at"
              + " once.");
  static final Key<ProxyProtocol.Send> SEND =
      pool(
          "proxy-protocol.send",
          Scalars.word(ProxyProtocol.Send.class),
          ProxyProtocol.Send.OFF,
          "The PROXY header that each server gets first of all: of a session it names the client,"
              + " of a probe nobody.");
  static final Key<Optional<Duration>> EVERY =
      pool(
          "health.every",
          Scalars.duration(ofMillis(100), ofHours(1)).or("off"),
          Optional.of(HEALTH.every()),
          "From one probe of a server to the next; `off` means that each counts as up.");
  static final Key<Duration> TIMEOUT =
      pool(
          "health.timeout",
          Scalars.duration(ofMillis(100), ofMinutes(1)),
          HEALTH.timeout(),
          "How long a whole probe may take.");
  static final Key<Integer> FALL =
      pool(
          "health.fall",
          Scalars.number(1, 100),
          HEALTH.fall(),
          "How many probes in a row fail until a server is down, or how many sessions in a row can't"
              + " connect.");
  static final Key<Integer> RISE =
      pool(
          "health.rise",
          Scalars.number(1, 100),
          HEALTH.rise(),
          "How many probes in a row pass until a server is up again.");
  static final Key<Duration> LONGEST_BACK_OFF =
      pool(
          "health.longest-back-off",
          Scalars.duration(ofMillis(100), ofHours(24)),
          HEALTH.longestBackOff(),
          "The longest time between probes of a server that stays down: it doubles from `every` up"
              + " to this.");
  static final Key<Boolean> OBSERVE =
      pool(
          "health.observe-sessions",
          Scalars.yesNo(),
          HEALTH.observed(),
          "Whether sessions that can't connect, or are not greeted, count against a server.");
  static final Key<Optional<String>> LOGIN_USER =
      pool(
          "health.login.user",
          loginUser().optional(),
          Optional.empty(),
          "The account that a probe logs in with; without one the greeting is enough.");
  static final Key<Optional<Path>> PASSWORD_FILE =
      pool(
          "health.login.password-file",
          Scalars.file().optional(),
          Optional.empty(),
          "The file whose first line is the password of that account.");
  static final Key<Boolean> PASSIVE =
      pool(
          "health.passive",
          Scalars.yesNo(),
          false,
          "Whether a probe that has logged in also asks for a port (PASV, or EPSV over IPv6).");

  private PoolKeys() {}

  /** All of pools, in the order of the reference. */
  static List<Key<?>> ofPools() {
    return List.copyOf(OF_POOLS);
  }

  private static ValueType<NamePattern> userPattern() {
    return new ValueType<>(
        "a user's name, a glob such as \"acme-*\" or a regular expression such as \"/eu-[0-9]+/\"",
        PoolKeys::readPattern,
        NamePattern::toString);
  }

  private static Optional<NamePattern> readPattern(String text) {
    try {
      return Optional.of(UserTypes.pattern(text).orElseGet(() -> NamePattern.glob(text)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ValueType<String> loginUser() {
    return new ValueType<>(
        "a user's name",
        text ->
            Optional.of(text)
                .filter(name -> !name.isEmpty() && name.length() <= 256)
                .filter(name -> name.chars().noneMatch(Character::isISOControl)),
        text -> text);
  }

  private static <T> Key<T> pool(
      String name, ValueType<T> type, @Nullable T fallback, String description) {
    Key<T> key = Key.of("pools[]." + name, type, fallback, description);
    OF_POOLS.add(key);
    return key;
  }
}
