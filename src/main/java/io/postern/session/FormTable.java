package io.postern.session;

import io.postern.ftp.DataMode;
import io.postern.ftp.Verb;

/**
 * In which form a server is asked for a data connection, for each form of the client: the table of
 * PASV, EPSV, PORT and EPRT on either side (RFC 959, RFC 2428, RFC 6384 sections 6 and 7). Pure.
 *
 * @param server how servers are asked
 * @param mixed whether client and server are of different address families, and that is translated
 * @param serverIpv6 whether the server is one of IPv6, for which PASV and PORT have no form
 */
record FormTable(Translation.Mode server, boolean mixed, boolean serverIpv6) {

  /** Whether the server may be asked in another form than the client's: no one else can know. */
  boolean translates() {
    return server != Translation.Mode.SAME || mixed;
  }

  /**
   * The form for the server. Of the passive ones EPSV comes first (RFC 2428 section 5: it needs no
   * address).
   *
   * @param asked the client's form
   * @param epsvRefused whether this server is known to refuse EPSV
   */
  Verb form(Verb asked, boolean epsvRefused) {
    if (!translates()) {
      return kept(asked);
    }
    if (mode(asked) == DataMode.ACTIVE) {
      return serverIpv6 ? Verb.EPRT : Verb.PORT;
    }
    return epsvRefused && !serverIpv6 ? Verb.PASV : Verb.EPSV;
  }

  /** How the server makes the data connection. */
  DataMode mode(Verb asked) {
    return switch (server) {
      case SAME -> modeOf(asked);
      case PASSIVE -> DataMode.PASSIVE;
      case ACTIVE -> DataMode.ACTIVE;
    };
  }

  /**
   * Whether a server that answers EPSV so may take PASV: it does not know it, or can't do it. Some
   * say 200 or 202 (RFC 959: superfluous at this site) to whatever they do not know.
   */
  boolean leavesPasv(Verb asked, int code) {
    boolean declined =
        switch (code) {
          case 200, 202, 500, 501, 502, 504, 522 -> true;
          default -> false;
        };
    return declined && asked == Verb.EPSV && translates() && !serverIpv6;
  }

  /** How a form makes the data connection. */
  static DataMode modeOf(Verb form) {
    return form == Verb.PASV || form == Verb.EPSV ? DataMode.PASSIVE : DataMode.ACTIVE;
  }

  private Verb kept(Verb asked) {
    if (serverIpv6 && asked == Verb.PASV) {
      return Verb.EPSV;
    }
    return serverIpv6 && asked == Verb.PORT ? Verb.EPRT : asked;
  }
}
