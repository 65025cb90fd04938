package io.postern.admin;

import io.netty.util.NetUtil;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a request thinks it talks to. A web page may let its own name resolve to 127.0.0.1 and have
 * the browser of someone on this host read the admin port for it (DNS rebinding). Such a request
 * carries that name.
 */
final class HostHeader {

  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[(?<v6>[0-9A-Fa-f:.]{2,45})]|(?<name>[^:\\[\\]]{1,255}))(?::[0-9]{0,5})?");

  private HostHeader() {}

  /** Whether a Host header names an IP address or {@code localhost}, with or without a port. */
  static boolean namesThisHost(String host) {
    Matcher matcher = FORM.matcher(host);
    if (!matcher.matches()) {
      return false;
    }
    String v6 = matcher.group("v6");
    return v6 != null ? NetUtil.isValidIpV6Address(v6) : isLocal(matcher.group("name"));
  }

  private static boolean isLocal(String name) {
    return "localhost".equalsIgnoreCase(name) || NetUtil.isValidIpV4Address(name);
  }
}
