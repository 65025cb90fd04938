package io.postern.ftp;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A named departure from the standard, with what is done about it unless a setting says otherwise.
 */
public enum Deviation {
  // Lines.
  BARE_LF(Stance.LOG, Stance.CLOSE, "a line that ends in LF without CR", "RFC 959 section 5.3.1"),
  BARE_CR(
      Stance.DENY,
      Stance.CLOSE,
      "a CR inside a line that no LF or NUL follows",
      "RFC 2640 section 3.1"),
  NUL_IN_LINE(Stance.DENY, Stance.CLOSE, "a NUL inside a line that no CR precedes", "RFC 854"),
  LINE_TOO_LONG(
      Stance.CLOSE,
      Stance.CLOSE,
      Stance.CLOSE,
      "a line above limits.line-bytes",
      "RFC 959 section 5.3.1"),
  MALFORMED_COMMAND(
      Stance.DENY, Stance.CLOSE, "a line that does not begin with a verb", "RFC 959 section 5.3"),
  REPLY_FROM_CLIENT(
      Stance.DENY,
      Stance.CLOSE,
      "a line of the client that begins as a reply does: 227 and a space",
      "RFC 959 section 5.4"),
  UNKNOWN_VERB(
      Stance.ALLOW, Stance.DENY, "a verb that the gateway does not know", "RFC 959 section 4.2"),
  FOREIGN_PROTOCOL(
      Stance.CLOSE,
      Stance.CLOSE,
      "the first line of HTTP, SSH or the PROXY protocol on the FTP port",
      "RFC 959 section 5.3"),
  TLS_RECORD(
      Stance.CLOSE,
      Stance.CLOSE,
      Stance.CLOSE,
      "a TLS record where the first line should be",
      "RFC 959 section 5.3"),
  TLS_RESIDUE(
      Stance.CLOSE,
      Stance.CLOSE,
      Stance.CLOSE,
      "bytes in the clear between AUTH and the beginning of TLS",
      "RFC 4217 section 4"),
  TELNET_OPTION_FLOOD(
      Stance.CLOSE,
      Stance.CLOSE,
      Stance.CLOSE,
      "more Telnet options than limits.telnet-options",
      "RFC 854"),

  // Order of commands.
  EARLY_COMMAND(
      Stance.CLOSE,
      Stance.CLOSE,
      Stance.CLOSE,
      "bytes from the client before the greeting",
      "RFC 959 section 5.4"),
  PIPELINED_COMMAND(
      Stance.ALLOW,
      Stance.LOG,
      "a command before the reply to the one before; not ABOR, STAT, QUIT and NOOP, which clients"
          + " send during a transfer",
      "RFC 959 section 5.4"),
  PIPELINE_TOO_DEEP(
      Stance.CLOSE,
      Stance.CLOSE,
      Stance.CLOSE,
      "more commands at once than limits.pending-commands",
      "RFC 959 section 5.4"),
  INTERRUPTED_SEQUENCE(
      Stance.ALLOW,
      Stance.DENY,
      "another command where PASS or ACCT, RNTO, or the transfer after REST must come",
      "RFC 959 section 5.4, RFC 3659 section 5.3"),
  COMMAND_AFTER_QUIT(
      Stance.LOG, Stance.DENY, "a command other than ABOR after QUIT", "RFC 959 section 4.1.1"),

  // Arguments.
  USER_TOO_LONG(
      Stance.DENY, Stance.CLOSE, "a user name above limits.user-bytes", "RFC 959 section 5.3.1"),
  PASSWORD_TOO_LONG(
      Stance.DENY,
      Stance.CLOSE,
      "a password or account above limits.password-bytes",
      "RFC 959 section 5.3.1"),
  PATH_TOO_LONG(
      Stance.DENY,
      Stance.DENY,
      "the argument of a command with a path above limits.path-bytes",
      "RFC 959 section 5.3.1"),
  SITE_TOO_LONG(
      Stance.DENY,
      Stance.CLOSE,
      "the argument of SITE above limits.site-bytes",
      "RFC 959 section 5.3.1"),
  SURPLUS_ARGUMENT(
      Stance.ALLOW,
      Stance.DENY,
      "an argument of a command that takes none, such as PASV or QUIT",
      "RFC 959 section 5.3.1"),
  CONTROL_CHARACTER(
      Stance.LOG,
      Stance.DENY,
      "a control character in an argument; not CR NUL in a path, which RFC 2640 allows",
      "RFC 959 section 5.3.2"),
  NON_ASCII(
      Stance.ALLOW,
      Stance.DENY,
      "a byte above 127 in a user name, or in another argument that is no path, password or SITE",
      "RFC 959 section 5.3.2"),
  MALFORMED_UTF_8(
      Stance.ALLOW,
      Stance.DENY,
      "a path that is not UTF-8: another encoding, or an overlong form that hides a slash",
      "RFC 2640 section 2.2"),
  FORMAT_STRING(
      Stance.LOG,
      Stance.DENY,
      "conversions of printf in the numbers and order that attackers write: %x%x%x, %7$n",
      "RFC 959 section 5.3.2"),
  REPLY_IN_ARGUMENT(
      Stance.LOG,
      Stance.DENY,
      "a 227 or 229 inside an argument, that the server may echo to a firewall which looks for it",
      "RFC 2577 section 3"),
  TOO_MANY_WILDCARDS(
      Stance.LOG,
      Stance.DENY,
      "more * and { in a path than limits.path-wildcards",
      "RFC 959 section 4.1.3"),
  DOT_DOT_PATH(
      Stance.ALLOW,
      Stance.DENY,
      "a path with a name of nothing but two or more dots; not CWD .. alone",
      "RFC 959 section 5.3.2"),
  PATH_ABOVE_ROOT(
      Stance.LOG,
      Stance.DENY,
      "an absolute path whose .. lead above the root",
      "RFC 959 section 5.3.2"),

  // Announcements of data connections by the client.
  SET_UP_BEFORE_LOGIN(
      Stance.DENY,
      Stance.DENY,
      Stance.DENY,
      "PORT, EPRT, PASV or EPSV before the login",
      "RFC 2577 section 3"),
  EPSV_ALL_VIOLATED(
      Stance.DENY,
      Stance.CLOSE,
      Stance.DENY,
      "PORT, EPRT or PASV after EPSV ALL",
      "RFC 2428 section 4"),
  UNSUPPORTED_SET_UP(
      Stance.DENY,
      Stance.DENY,
      Stance.DENY,
      "LPRT, LPSV, SPSV, CPSV, P@SW, SPAS, SPOR, CEPR or SSCN, which the gateway can't inspect",
      "RFC 1639, RFC 959 section 5.3"),
  MALFORMED_PORT(
      Stance.DENY,
      Stance.CLOSE,
      Stance.DENY,
      "PORT with anything but six numbers of 0 to 255 and five commas",
      "RFC 959 section 5.3.2"),
  MALFORMED_EPRT(
      Stance.DENY, Stance.CLOSE, Stance.DENY, "EPRT that can't be read", "RFC 2428 section 2"),
  MALFORMED_EPSV(
      Stance.DENY,
      Stance.CLOSE,
      Stance.DENY,
      "EPSV with anything but a number or ALL",
      "RFC 2428 section 3"),
  ADDRESS_FAMILY(
      Stance.DENY,
      Stance.DENY,
      Stance.DENY,
      "EPRT or EPSV for a protocol that the control channel does not use, or PASV over IPv6",
      "RFC 2428 section 2"),
  FOREIGN_ADDRESS(
      Stance.DENY,
      Stance.CLOSE,
      "PORT or EPRT that names another host than the client",
      "RFC 2577 section 3"),
  LOW_PORT(
      Stance.DENY, Stance.CLOSE, "PORT or EPRT that names a port below 1024", "RFC 2577 section 3"),

  // The server.
  SERVER_ADDRESS_MISMATCH(
      Stance.LOG,
      Stance.DENY,
      "a 227 that names another host than the server; the gateway connects to the server all the same",
      "RFC 1123 section 4.1.2.6"),
  SERVER_LOW_PORT(
      Stance.DENY, Stance.CLOSE, "a 227 or 229 that names a port below 1024", "RFC 2577 section 3"),
  MALFORMED_SET_UP_REPLY(
      Stance.DENY,
      Stance.CLOSE,
      Stance.DENY,
      "a 227 or 229 that can't be read",
      "RFC 959 section 4.1.2, RFC 2428 section 3"),
  ODD_PASSIVE_REPLY(
      Stance.ALLOW,
      Stance.LOG,
      "a 227 whose numbers have no parentheses, or that more than 8 characters follow; the client is"
          + " told the standard form all the same",
      "RFC 959 section 5.4"),
  UNSOLICITED_REPLY(
      Stance.CLOSE,
      Stance.CLOSE,
      Stance.DENY,
      "a reply that no command asked for, such as a 227 without PASV",
      "RFC 959 section 5.4"),
  MALFORMED_REPLY(
      Stance.CLOSE,
      Stance.CLOSE,
      Stance.DENY,
      "a line of the server that is no reply",
      "RFC 959 section 4.2"),
  REPLY_TOO_LONG(
      Stance.CLOSE,
      Stance.CLOSE,
      Stance.CLOSE,
      "a reply above limits.reply-bytes",
      "RFC 959 section 4.2");

  private final Stance lenient;
  private final Stance strict;
  private final Stance least;
  private final String description;
  private final String reference;

  Deviation(Stance lenient, Stance strict, String description, String reference) {
    this(lenient, strict, Stance.ALLOW, description, reference);
  }

  Deviation(Stance lenient, Stance strict, Stance least, String description, String reference) {
    this.lenient = lenient;
    this.strict = strict;
    this.least = least;
    this.description = description;
    this.reference = reference;
  }

  /** The stance of {@code compliance: lenient}, the default. */
  public Stance lenient() {
    return lenient;
  }

  /** The stance of {@code compliance: strict}. */
  public Stance strict() {
    return strict;
  }

  /**
   * What is done at the least: a PORT that can't be read names no address that tolerance could use,
   * and behind a line without an end nothing can be read on.
   */
  public Stance least() {
    return least;
  }

  /** The stances that can be chosen, the mildest first: {@link #least} and what is stricter. */
  public List<Stance> permitted() {
    return Arrays.stream(Stance.values()).filter(each -> each.compareTo(least) >= 0).toList();
  }

  /** What it is, as half a sentence. */
  public String description() {
    return description;
  }

  /** The section that it departs from. */
  public String reference() {
    return reference;
  }

  /** The name in settings, metrics and the audit log: {@code bare-lf}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
