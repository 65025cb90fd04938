package io.postern.config;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.postern.relay.RelaySettings;
import io.postern.session.SessionTimeouts;
import io.postern.tls.TlsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys of {@code timeouts}, a part of the table of {@link Keys}. */
final class TimeoutKeys {

  private static final SessionTimeouts SESSION = SessionTimeouts.DEFAULT;
  private static final RelaySettings RELAY = RelaySettings.DEFAULT;
  private static final TlsSettings TLS = TlsSettings.DEFAULT;
  private static final ValueType<Duration> TIME = Scalars.duration(ofMillis(1), ofDays(7));
  private static final Duration LEAST_IDLE = ofMinutes(5);
  private static final List<Key<?>> ALL = new ArrayList<>();

  static final Key<Duration> CONNECT =
      time("connect", ofSeconds(10), "How long connecting to the server may take.");
  static final Key<Duration> GREETING =
      time("greeting", SESSION.greeting(), "How long the server may take to greet.");
  static final Key<Duration> TLS_HANDSHAKE =
      time(
          "tls-handshake",
          TLS.handshakeTimeout(),
          "How long a TLS handshake may take, from the first moment at which it can begin.");
  static final Key<Duration> LOGIN =
      time("login", SESSION.login(), "How long the client may take to log in, from the greeting.");
  static final Key<Duration> IDLE =
      enter(
          Key.of(
                  "timeouts.idle",
                  TIME,
                  SESSION.idle(),
                  "How long the control channel may be silent while no transfer runs; RFC 1123"
                      + " section 4.1.3.2 asks for 5m or more.")
              .warn(
                  idle -> idle.compareTo(LEAST_IDLE) < 0,
                  "is less than the 5m that RFC 1123 section 4.1.3.2 asks for"));
  static final Key<Duration> PINHOLE =
      time("pinhole", SESSION.pinhole(), "How long a pinhole waits for its peer.");
  static final Key<Duration> DATA_CONNECT =
      time(
          "data-connect",
          SESSION.dataConnect(),
          "How long a transfer command waits for its data connection.");
  static final Key<Duration> DATA_STALL =
      time(
          "data-stall",
          RELAY.stall(),
          "How long a receiver may take nothing while bytes wait for it, on data connections and in"
              + " streams of `tcp`, `ssh` and `http`.");
  static final Key<Duration> DATA_IDLE =
      time(
          "data-idle",
          RELAY.idle(),
          "How long a data connection, or a stream of `tcp`, `ssh` or `http`, may be silent on both"
              + " sides.");
  static final Key<Duration> DRAIN =
      time("drain", SESSION.drain(), "How long a data connection may outlive its control channel.");
  static final Key<Duration> LINGER =
      time("linger", SESSION.linger(), "How long a closing session waits for its last bytes.");
  static final Key<Duration> STOP =
      time("stop", ofSeconds(30), "How long running transfers may go on after SIGTERM.");

  private TimeoutKeys() {}

  /** All, in the order of the reference. */
  static List<Key<?>> all() {
    return List.copyOf(ALL);
  }

  private static Key<Duration> time(String name, Duration fallback, String description) {
    return enter(Key.of("timeouts." + name, TIME, fallback, description));
  }

  private static Key<Duration> enter(Key<Duration> key) {
    ALL.add(key);
    return key;
  }
}
