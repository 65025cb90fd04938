package io.postern.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.postern.ftp.Expectation;
import io.postern.ftp.Expectation.Accepts;
import io.postern.ftp.Expectation.Connects;
import io.postern.ftp.Expectation.Side;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The master invariant of pinholes, told only by what went over the wire, and read with a parser of
 * its own: at most one live pinhole a session, opened only after a complete line in the right
 * direction, for the one set-up command that it answers, for a client that is logged in, for the
 * control peers' addresses and a port of 1024 or above, and gone with its session.
 */
final class PinholeInvariant {

  private static final Pattern SIX =
      Pattern.compile("(\\d+),(\\d+),(\\d+),(\\d+),(\\d{1,9}),(\\d{1,9})");
  private static final Pattern EXTENDED = Pattern.compile("\\(([!-~])\\1\\1(\\d{1,9})\\1\\)");

  private static final Pattern LAST = Pattern.compile(".*\\D(\\d{1,9})\\D");

  private final InetAddress client;
  private final InetAddress reached;
  private final InetAddress server;
  private final StringBuilder fromClient = new StringBuilder();
  private final StringBuilder fromServer = new StringBuilder();

  /** Set-up commands that have come whole and have no pinhole yet, oldest first. */
  private final Deque<String> setUps = new ArrayDeque<>();

  /** Ports of 227 and 229 that have come whole and have no pinhole yet. */
  private final List<Integer> passivePorts = new ArrayList<>();

  private final Set<Long> live = new HashSet<>();
  private final Set<InetAddress> named = new HashSet<>();
  private @Nullable String multiLine;
  private boolean loggedIn;
  private boolean over;
  private int leastPort = 1024;

  /**
   * The invariant of one session.
   *
   * @param reached the gateway's address that the client reached
   * @param server where data connections to the server go
   */
  PinholeInvariant(InetAddress client, InetAddress reached, InetAddress server) {
    this.client = client;
    this.reached = reached;
    this.server = server;
  }

  /** A rule names a host that data connections may go to or come from. */
  void named(InetAddress host) {
    named.add(host);
  }

  /** A setting tolerates the ports below 1024. */
  void anyPort() {
    leastPort = 1;
  }

  /** The client has sent these bytes. */
  void clientSent(byte[] bytes) {
    fromClient.append(latin1(bytes));
    for (String line = cut(fromClient); line != null; line = cut(fromClient)) {
      String verb = line.replaceAll(" .*", "").toUpperCase(Locale.ROOT);
      if (Set.of("PORT", "EPRT", "PASV", "EPSV").contains(verb)) {
        setUps.add(line);
      }
    }
  }

  /** The server has sent these bytes. */
  void serverSent(byte[] bytes) {
    fromServer.append(latin1(bytes));
    for (String line = cut(fromServer); line != null; line = cut(fromServer)) {
      serverLine(line);
    }
  }

  private void serverLine(String line) {
    if (multiLine != null) {
      multiLine = line.startsWith(multiLine + " ") ? null : multiLine;
    } else if (line.matches("[1-6]\\d\\d-.*")) {
      multiLine = line.substring(0, 3);
      loggedIn |= multiLine.equals("230") || multiLine.equals("232");
    } else {
      loggedIn |= line.startsWith("230") || line.startsWith("232");
      loggedIn &= !line.startsWith("220") && !line.startsWith("331");
      passivePort(line);
    }
  }

  private void passivePort(String line) {
    Matcher six = SIX.matcher(line);
    if (line.startsWith("227 ") && six.find()) {
      passivePorts.add(Integer.parseInt(six.group(5)) * 256 + Integer.parseInt(six.group(6)));
    }
    Matcher extended = EXTENDED.matcher(line);
    if (line.startsWith("229 ") && extended.find()) {
      passivePorts.add(Integer.parseInt(extended.group(2)));
    }
  }

  /** A pinhole is wanted. */
  void opening(Expectation wanted) {
    assertThat(over).as("a pinhole after the session's end").isFalse();
    assertThat(live).as("live pinholes besides a new one").isEmpty();
    assertThat(loggedIn).as("logged in when a pinhole is opened").isTrue();
    askedFor(wanted);
    clientSide(wanted.client());
    serverSide(wanted.server());
    live.add(wanted.id());
  }

  /** Takes the oldest command that may have asked for it; older ones were refused. */
  private void askedFor(Expectation wanted) {
    while (!setUps.isEmpty()) {
      if (asks(setUps.remove(), wanted)) {
        return;
      }
    }
    throw new AssertionError("no command asked for " + wanted);
  }

  private static boolean asks(String line, Expectation wanted) {
    return line.toUpperCase(Locale.ROOT).startsWith(wanted.setUp().text())
        && (!(wanted.client() instanceof Connects connects)
            || port(line) == connects.target().port());
  }

  private static int port(String line) {
    Matcher six = SIX.matcher(line);
    if (six.find()) {
      return Integer.parseInt(six.group(5)) * 256 + Integer.parseInt(six.group(6));
    }
    Matcher last = LAST.matcher(line);
    return last.matches() ? Integer.parseInt(last.group(1)) : -1;
  }

  private void clientSide(Side side) {
    assertThat(side.peer()).isIn(with(client));
    if (side instanceof Accepts accepts) {
      assertThat(accepts.listenAddress()).isEqualTo(reached);
    } else if (side instanceof Connects connects) {
      assertThat(connects.target().port()).as("the port").isGreaterThanOrEqualTo(leastPort);
    }
  }

  private void serverSide(Side side) {
    assertThat(side.peer()).isEqualTo(server);
    if (side instanceof Connects connects) {
      int port = connects.target().port();
      assertThat(port).as("the port").isGreaterThanOrEqualTo(leastPort);
      assertThat(passivePorts).as("ports that the server named").contains(port);
      passivePorts.remove(Integer.valueOf(port));
    }
  }

  private Set<InetAddress> with(InetAddress peer) {
    Set<InetAddress> allowed = new HashSet<>(named);
    allowed.add(peer);
    return allowed;
  }

  /** A pinhole is gone: it was used, or can't be any more. */
  void gone(long id) {
    live.remove(id);
  }

  /** The session is over. */
  void over() {
    over = true;
    assertThat(live).as("live pinholes after the session's end").isEmpty();
  }

  /** The next whole line; bare LF ends one too, as clients use it. */
  private static @Nullable String cut(StringBuilder bytes) {
    int end = bytes.indexOf("\n");
    if (end < 0) {
      return null;
    }
    String line = bytes.substring(0, end).replaceFirst("\r$", "");
    bytes.delete(0, end + 1);
    return line.replaceAll("^(\u00ff[\u00fb-\u00fe].|\u00ff[\u00f1-\u00fa])+", "");
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
