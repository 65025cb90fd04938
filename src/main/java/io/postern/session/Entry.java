package io.postern.session;

/**
 * How a session comes to its server.
 *
 * @param kind who or what says which server it is
 * @param proxyLogin whether users of the gateway itself have to log in first ({@code
 *     listeners[].forward.users}); only with {@link Kind#NAMED}
 * @param attempts how many logins at the gateway may fail, and how many servers, before the session
 *     is closed; 1 or more (RFC 2577 section 5 has 5 at the most)
 * @param addresses how many addresses of a named server are looked at; 1 or more ({@code
 *     listeners[].forward.addresses})
 * @param targets what clients may name; only with {@link Kind#NAMED}
 */
public record Entry(Kind kind, boolean proxyLogin, int attempts, int addresses, Targets targets) {

  private static final int ATTEMPTS = 3;
  private static final int ADDRESSES = 8;

  /** The listener's own server, connected at once. */
  public static final Entry DIRECT =
      new Entry(Kind.DIRECT, false, ATTEMPTS, ADDRESSES, Targets.DEFAULT);

  /** The listener's server for the user that logs in. */
  public static final Entry BY_USER =
      new Entry(Kind.BY_USER, false, ATTEMPTS, ADDRESSES, Targets.DEFAULT);

  /** One that clients name the server of. */
  public static Entry named(boolean proxyLogin, Targets targets) {
    return new Entry(Kind.NAMED, proxyLogin, ATTEMPTS, ADDRESSES, targets);
  }

  /** The server that the client has connected to, as it believes; connected at once. */
  public static final Entry ORIGINAL =
      new Entry(Kind.ORIGINAL, false, ATTEMPTS, ADDRESSES, Targets.DEFAULT);

  /** Whether it is clients that name the server. */
  boolean isNamed() {
    return kind == Kind.NAMED;
  }

  /** What says which server it is. */
  public enum Kind {
    /** The listener: the server is connected before the client has said anything. */
    DIRECT,
    /**
     * The client's connection: the address that it reached is the server's, known before the client
     * has said anything, and before the server is connected.
     */
    ORIGINAL,
    /** The client's login, which names the server. */
    NAMED,
    /** The name of the client's user: the listener has a server for it. */
    BY_USER;

    /** Whether the server is known only once the client logs in: until then the gateway answers. */
    public boolean isLate() {
      return this == NAMED || this == BY_USER;
    }
  }
}
