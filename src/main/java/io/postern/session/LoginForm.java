package io.postern.session;

import io.postern.ftp.HostPort;
import io.postern.ftp.Text;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the argument of USER names where the client has to name the server: the forms that the proxy
 * settings of FTP clients offer. None is standardised; each is named by the programs that send it.
 *
 * <p>An {@code @} may stand in a user's name, never in a host: the last one counts. Where users of
 * the gateway itself have to log in, the first that is named is read so:
 *
 * <ul>
 *   <li>{@code user@proxyuser@host} hides the form {@code user@host} of a user with an {@code @};
 *       that one logs in to the gateway first, or uses a comma
 *   <li>{@code proxyuser@host,user} can't have a user with an {@code @}
 *   <li>the name of the gateway's user has neither {@code @} nor comma nor space
 * </ul>
 *
 * <p>What is read wrong so ends at the gateway's own password, and goes nowhere.
 *
 * @param style which one it is
 * @param user the user on the server; empty for {@link Style#PROXY_USER} and {@link
 *     Style#PROXY_USER_AT_HOST}
 * @param proxyUser the user of the gateway; empty if none is named
 * @param server empty if none is named
 */
record LoginForm(Style style, byte[] user, byte[] proxyUser, Optional<HostPort> server) {

  private static final byte[] NOBODY = {};

  /** The forms. */
  enum Style {
    /** A name alone. */
    USER,
    /**
     * {@code user@host}: FileZilla and WinSCP (USER user@host), lftp (ftp:proxy-auth-type user), or
     * curl with {@code -u user@host:password ftp://gateway/}.
     */
    USER_AT_HOST,
    /**
     * A user of the gateway alone, PASS, and then one of the two above: FileZilla (USER, SITE and
     * OPEN, each with a proxy user), WinSCP (SITE, USER after logon), lftp (user, open).
     */
    PROXY_USER,
    /**
     * {@code proxyuser@host}, PASS, and then {@code user}: WinSCP (USER proxyuser@host), lftp
     * (proxy-user@host).
     */
    PROXY_USER_AT_HOST,
    /** {@code proxyuser,user@host} or {@code proxyuser@host,user}, with {@code PASS both}. */
    COMMA,
    /**
     * {@code user@proxyuser@host} and {@code PASS password@proxypassword}: WinSCP (USER
     * user@proxyuser@host), lftp (joined).
     */
    JOINED,
    /**
     * {@code user@host proxyuser}, PASS, and {@code ACCT proxypassword}: WinSCP (USER user@host
     * proxyuser), lftp (joined-acct), curl with {@code --ftp-account}, as its manual has it for the
     * proxies of Blue Coat.
     */
    ACCOUNT;

    /** Whether the passwords of both users come in one login. */
    boolean joins() {
      return this == COMMA || this == JOINED || this == ACCOUNT;
    }
  }

  /**
   * Reads the argument of USER before a server is named.
   *
   * @param proxyLogin whether a user of the gateway must be named first
   * @return empty if it names no usable host, or nobody
   */
  static Optional<LoginForm> parse(byte[] argument, boolean proxyLogin) {
    int at = last(argument, '@');
    if (at < 0) {
      return name(argument, proxyLogin);
    }
    byte[] names = Arrays.copyOf(argument, at);
    byte[] behind = Arrays.copyOfRange(argument, at + 1, argument.length);
    Optional<LoginForm> form =
        proxyLogin
            ? withProxyUser(names, behind)
            : atHost(Style.USER_AT_HOST, names, NOBODY, behind);
    return form.filter(LoginForm::namesSomebody);
  }

  /** What the argument of USER is once the server is named: a name, whatever is in it. */
  static Optional<LoginForm> user(byte[] argument) {
    return name(argument, false);
  }

  /** The name that the command is about: the gateway's user if only that one is named. */
  byte[] name() {
    return style == Style.PROXY_USER || style == Style.PROXY_USER_AT_HOST ? proxyUser : user;
  }

  private static Optional<LoginForm> name(byte[] name, boolean proxyLogin) {
    LoginForm form =
        proxyLogin
            ? new LoginForm(Style.PROXY_USER, NOBODY, name, Optional.empty())
            : new LoginForm(Style.USER, name, NOBODY, Optional.empty());
    return Optional.of(form).filter(LoginForm::namesSomebody);
  }

  private static Optional<LoginForm> withProxyUser(byte[] names, byte[] behind) {
    int space = first(behind, ' ');
    int comma = first(behind, ',');
    if (space >= 0) {
      return atHost(Style.ACCOUNT, names, after(behind, space), Arrays.copyOf(behind, space));
    }
    if (comma >= 0) {
      return atHost(Style.COMMA, after(behind, comma), names, Arrays.copyOf(behind, comma));
    }
    comma = first(names, ',');
    if (comma >= 0) {
      return atHost(Style.COMMA, after(names, comma), Arrays.copyOf(names, comma), behind);
    }
    int at = last(names, '@');
    return at < 0
        ? atHost(Style.PROXY_USER_AT_HOST, NOBODY, names, behind)
        : atHost(Style.JOINED, Arrays.copyOf(names, at), after(names, at), behind);
  }

  private static Optional<LoginForm> atHost(
      Style style, byte[] user, byte[] proxyUser, byte[] host) {
    return HostPort.parse(Text.decode(host))
        .map(server -> new LoginForm(style, user, proxyUser, Optional.of(server)));
  }

  private boolean namesSomebody() {
    return switch (style) {
      case USER, USER_AT_HOST -> user.length > 0;
      case PROXY_USER, PROXY_USER_AT_HOST -> isProxyUser();
      case COMMA, JOINED, ACCOUNT -> user.length > 0 && isProxyUser();
    };
  }

  private boolean isProxyUser() {
    return proxyUser.length > 0
        && first(proxyUser, '@') < 0
        && first(proxyUser, ',') < 0
        && first(proxyUser, ' ') < 0;
  }

  /**
   * Takes the password of PASS apart where it holds both: {@code proxypassword,password} like
   * {@link Style#COMMA}, {@code password@proxypassword} like {@link Style#JOINED}. The password for
   * the gateway has no separator in it.
   *
   * @return the gateway's password and the server's; empty if it is not two, or the form has one
   *     password a command
   */
  Optional<Passwords> passwords(byte[] argument) {
    if (style != Style.COMMA && style != Style.JOINED) {
      return Optional.empty();
    }
    int at = style == Style.COMMA ? first(argument, ',') : last(argument, '@');
    if (at < 0) {
      return Optional.empty();
    }
    byte[] before = Arrays.copyOf(argument, at);
    byte[] behind = after(argument, at);
    return Optional.of(
        style == Style.COMMA ? new Passwords(before, behind) : new Passwords(behind, before));
  }

  /** The passwords of both users. */
  record Passwords(byte[] proxy, byte[] server) {

    @Override
    public String toString() {
      return "Passwords[****]";
    }
  }

  private static byte[] after(byte[] bytes, int at) {
    return Arrays.copyOfRange(bytes, at + 1, bytes.length);
  }

  private static int first(byte[] bytes, char wanted) {
    int at = 0;
    while (at < bytes.length && bytes[at] != wanted) {
      at++;
    }
    return at == bytes.length ? -1 : at;
  }

  private static int last(byte[] bytes, char wanted) {
    int at = bytes.length - 1;
    while (at >= 0 && bytes[at] != wanted) {
      at--;
    }
    return at;
  }
}
