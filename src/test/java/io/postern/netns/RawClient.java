package io.postern.netns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An FTP client of a host, driven step by step. */
final class RawClient implements Closeable {

  private static final Pattern TUPLE =
      Pattern.compile("\\((\\d+),(\\d+),(\\d+),(\\d+),(\\d+),(\\d+)\\)");
  private static final Pattern EXTENDED = Pattern.compile("\\(\\|\\|\\|(\\d+)\\|\\)");

  private final Host host;
  private final RawConnection control;

  /** Connects; the greeting is not read yet. */
  RawClient(Host host, InetSocketAddress gateway) throws Exception {
    this.host = host;
    control = RawConnection.connect(host, gateway);
  }

  RawConnection control() {
    return control;
  }

  /** Logs in. */
  RawClient login(String user, String password) throws IOException {
    control.reply(220);
    control.send("USER " + user);
    if (control.reply().startsWith("331 ")) {
      control.send("PASS " + password);
      control.reply(230);
    }
    return this;
  }

  /** Sends the command and reads its reply, which has this code. */
  String command(String line, int code) throws IOException {
    control.send(line);
    return control.reply(code);
  }

  /** The endpoint that a reply to PASV names. */
  static InetSocketAddress passive(String reply) throws IOException {
    Matcher matcher = TUPLE.matcher(reply);
    if (!matcher.find()) {
      throw new AssertionError("no address in " + reply);
    }
    byte[] address = new byte[4];
    for (int i = 0; i < 4; i++) {
      address[i] = (byte) Integer.parseInt(matcher.group(i + 1));
    }
    int port = Integer.parseInt(matcher.group(5)) * 256 + Integer.parseInt(matcher.group(6));
    return new InetSocketAddress(InetAddress.getByAddress(address), port);
  }

  /** The port that a reply to EPSV names. */
  static int extendedPassive(String reply) {
    Matcher matcher = EXTENDED.matcher(reply);
    if (!matcher.find()) {
      throw new AssertionError("no port in " + reply);
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** PORT's argument for this address and port. */
  static String port(InetAddress address, int port) {
    return "%s,%d,%d".formatted(address.getHostAddress().replace('.', ','), port >> 8, port & 255);
  }

  /** Connects to a data port. */
  RawConnection data(InetSocketAddress to) throws Exception {
    return RawConnection.connect(host, to);
  }

  /** Listens for a data connection at the address of the control channel. */
  RawListener listen() throws Exception {
    return new RawListener(host, control.local().getAddress(), 0);
  }

  @Override
  public void close() throws IOException {
    control.close();
  }
}
