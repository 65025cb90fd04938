package io.postern.session;

/**
 * How a session comes to its server.
 *
 * @param kind who names the server
 * @param proxyLogin whether users of the gateway itself have to log in first ({@code
 *     listeners[].forward.users}); without effect on {@link Kind#DIRECT}
 * @param failedProxyLogins how many of these logins may fail before the session is closed; 1 or
 *     more (RFC 2577 section 5 has 5 at the most)
 */
public record Entry(Kind kind, boolean proxyLogin, int failedProxyLogins) {

  /** The listener's own server, connected at once. */
  public static final Entry DIRECT = new Entry(Kind.DIRECT, false, 3);

  /** Who names the server. */
  public enum Kind {
    /** The listener: the server is connected before the client has said anything. */
    DIRECT,
    /** The client's login: the server is connected once it is known. */
    LOGIN
  }
}
