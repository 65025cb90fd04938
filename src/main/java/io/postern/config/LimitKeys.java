package io.postern.config;

import io.postern.ftp.ArgumentLimits;
import io.postern.ftp.LineLimits;
import io.postern.net.NetSettings;
import io.postern.relay.RelaySettings;
import io.postern.session.SessionLimits;
import io.postern.tls.TlsSettings;
import java.util.ArrayList;
import java.util.List;

/** The keys of {@code limits}, a part of the table of {@link Keys}. */
final class LimitKeys {

  private static final SessionLimits SESSION = SessionLimits.DEFAULT;
  private static final RelaySettings RELAY = RelaySettings.DEFAULT;
  private static final TlsSettings TLS = TlsSettings.DEFAULT;
  private static final LineLimits LINES = LineLimits.DEFAULT;
  private static final ArgumentLimits ARGUMENTS = SESSION.arguments();
  private static final int MOST = 1_000_000;
  private static final List<Key<?>> ALL = new ArrayList<>();

  static final Key<Integer> LINE_BYTES =
      bytes("line-bytes", 64, 1 << 20, LINES.lineBytes(), "The longest line of a command.");
  static final Key<Integer> SECURITY_LINE_BYTES =
      bytes(
          "security-line-bytes",
          64,
          16 << 20,
          LINES.securityLineBytes(),
          "The longest line of ADAT, MIC, CONF and ENC.");
  static final Key<Integer> USER_BYTES =
      bytes("user-bytes", 1, 64 << 10, ARGUMENTS.userBytes(), "The longest user name.");
  static final Key<Integer> PASSWORD_BYTES =
      bytes(
          "password-bytes",
          1,
          64 << 10,
          ARGUMENTS.passwordBytes(),
          "The longest password, and the longest account of ACCT.");
  static final Key<Integer> PATH_BYTES =
      bytes(
          "path-bytes",
          1,
          1 << 20,
          ARGUMENTS.pathBytes(),
          "The longest argument of a command with a path.");
  static final Key<Integer> PATH_WILDCARDS =
      count("path-wildcards", ARGUMENTS.pathWildcards(), "The most `*` and `{` in a path.");
  static final Key<Integer> SITE_BYTES =
      bytes("site-bytes", 1, 1 << 20, ARGUMENTS.siteBytes(), "The longest argument of SITE.");
  static final Key<Integer> REPLY_BYTES =
      bytes("reply-bytes", 64, 64 << 20, LINES.replyBytes(), "The longest reply, with all lines.");
  static final Key<Integer> TELNET_OPTIONS =
      count("telnet-options", LINES.telnetOptions(), "Telnet options that a session may send.");
  static final Key<Integer> PENDING_COMMANDS =
      count(
          "pending-commands",
          SESSION.pendingCommands(),
          "Commands of a session that may wait for their replies.");
  static final Key<Integer> BAD_COMMANDS =
      count(
          "bad-commands",
          SESSION.badCommands(),
          "Malformed lines that are answered before the session is closed.");
  static final Key<Integer> DATA_CONNECTIONS =
      count(
          "data-connections-per-session",
          SESSION.dataConnections(),
          "Data connections of one session at once; some may still deliver when the next begins.");
  static final Key<Integer> SESSIONS = count("sessions", 20_000, "Sessions at once.");
  static final Key<Integer> SESSIONS_PER_CLIENT =
      count(
          "sessions-per-client",
          200,
          "Sessions at once from one client: an IPv4 address, or the /64 of an IPv6 address.");
  static final Key<Integer> PINHOLES = count("pinholes", 2_000, "Pinholes at once.");
  static final Key<Integer> BANS =
      count(
          "bans",
          100_000,
          "Bans of rules that are kept, and clients whose failed logins are remembered; of more,"
              + " those that come least are forgotten. Also bans of operators; of these one more is"
              + " refused.");
  static final Key<Integer> CLIENT_HELLO_BYTES =
      bytes(
          "client-hello-bytes",
          1024,
          64 << 10,
          TLS.clientHelloBytes(),
          "The longest ClientHello of a TLS handshake.");
  static final Key<Integer> HELD_BYTES =
      bytes(
          "held-bytes",
          64 << 10,
          1 << 30,
          NetSettings.HELD_BYTES,
          "What all sessions together may keep of lines and replies that have begun and not ended,"
              + " that wait for others, or that a peer does not take, above `limits.line-bytes` of"
              + " each session. Of more, the client that keeps most loses its sessions.");
  static final Key<Integer> TLS_SESSIONS =
      add(
          "tls-sessions",
          Scalars.number(1, 1024),
          TLS.cachedSessions(),
          "TLS sessions that are kept for resumption, for each side of each control channel.");
  static final Key<Integer> RELAY_BUFFER_BYTES =
      bytes(
          "relay-buffer-bytes",
          1024,
          64 << 20,
          RELAY.bufferBytes(),
          "What may wait for a slow receiver, for each direction of a data connection.");

  private LimitKeys() {}

  /** All, in the order of the reference. */
  static List<Key<?>> all() {
    return List.copyOf(ALL);
  }

  private static Key<Integer> count(String name, int fallback, String description) {
    return add(name, Scalars.number(1, MOST), fallback, description);
  }

  private static Key<Integer> bytes(
      String name, int least, int most, int fallback, String description) {
    return add(name, Scalars.bytes(least, most), fallback, description);
  }

  private static Key<Integer> add(
      String name, ValueType<Integer> type, int fallback, String description) {
    Key<Integer> key = Key.of("limits." + name, type, fallback, description);
    ALL.add(key);
    return key;
  }
}
