package io.postern.config;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;

import io.postern.net.NameSettings;
import io.postern.net.NetSettings;
import io.postern.net.PlainSettings;
import java.time.Duration;
import java.util.List;

/** The keys of host names and of connections in general, a part of the table of {@link Keys}. */
final class NetKeys {

  private static final NameSettings NAMES = NameSettings.DEFAULT;
  private static final PlainSettings PLAIN = PlainSettings.DEFAULT;
  private static final ValueType<Duration> TIME = Scalars.duration(ofMillis(1), ofDays(7));

  static final Key<Duration> RESOLVE =
      Key.of(
          "timeouts.resolve",
          TIME,
          NAMES.longest(),
          "After which time a host name of the settings is looked up again at the latest; sooner (1s"
              + " at the least) where its time to live in DNS is shorter.");
  static final Key<Duration> RESOLVE_AT_START =
      Key.of(
          "timeouts.resolve-at-start",
          TIME,
          NAMES.first(),
          "How long the start waits for the host names of the settings, all together; one that is not known by"
              + " then is still looked up.");
  static final Key<Duration> REFUSED =
      Key.of(
          "timeouts.refused",
          TIME,
          PLAIN.refused(),
          "How long a client of `tcp`, `ssh` or `http` whose session is refused may take to end its"
              + " connection; it counts for the limits until then.");
  static final Key<Integer> LOOK_UPS =
      Key.of(
          "limits.name-lookups",
          Scalars.number(1, 1024),
          NAMES.atOnce(),
          "Host names that clients name (`mode: forward`) and that are looked up at once, each on a"
              + " thread of its own; one above that counts as a name without an address.");
  static final Key<Integer> LOOK_UPS_PER_CLIENT =
      Key.of(
          "limits.name-lookups-per-client",
          Scalars.number(1, 1024),
          NAMES.perClient(),
          "The same of one client: an IPv4 address, or the /64 of an IPv6 address.");
  static final Key<Integer> PASSWORD_CHECKS =
      Key.of(
          "limits.password-checks",
          Scalars.number(1, 10_000),
          200,
          "Logins of the gateway's own users (`forward.users`) that wait for the check of their"
              + " password, which half of the processors do; one above that is turned away.");
  static final Key<Integer> PASSWORD_CHECKS_PER_CLIENT =
      Key.of(
          "limits.password-checks-per-client",
          Scalars.number(1, 10_000),
          10,
          "The same of one client: an IPv4 address, or the /64 of an IPv6 address.");
  static final Key<Integer> SSH_LINES =
      Key.of(
          "limits.ssh-lines",
          Scalars.number(0, 65_536),
          PLAIN.sshLines(),
          "Lines of 255 bytes at most that a server may send before its SSH identification (RFC 4253"
              + " section 4.2). They are kept until it has come.");
  static final Key<Integer> BACKLOG =
      Key.of(
          "limits.backlog",
          Scalars.number(1, 65_535),
          NetSettings.BACKLOG,
          "Connections that the system keeps for each listener until they are taken; it may allow"
              + " fewer (`net.core.somaxconn`).");

  private NetKeys() {}

  /** The part of {@code timeouts}, in the order of the reference. */
  static List<Key<?>> ofTimeouts() {
    return List.of(RESOLVE, RESOLVE_AT_START, REFUSED);
  }

  /** The part of {@code limits}. */
  static List<Key<?>> ofLimits() {
    return List.of(
        LOOK_UPS,
        LOOK_UPS_PER_CLIENT,
        PASSWORD_CHECKS,
        PASSWORD_CHECKS_PER_CLIENT,
        SSH_LINES,
        BACKLOG);
  }

  static PlainSettings plain(Values root) {
    return new PlainSettings(root.get(SSH_LINES), root.get(REFUSED));
  }

  static NameSettings names(Values root) {
    return new NameSettings(
        root.get(RESOLVE),
        root.get(RESOLVE_AT_START),
        root.get(LOOK_UPS),
        root.get(LOOK_UPS_PER_CLIENT));
  }
}
