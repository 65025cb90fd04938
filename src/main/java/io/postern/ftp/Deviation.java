package io.postern.ftp;

import java.util.Locale;

/**
 * A named departure from the standard, with what is done about it unless a setting says otherwise.
 */
public enum Deviation {
  BARE_LF(Stance.LOG, Stance.CLOSE, "a line that ends in LF without CR", "RFC 959 section 5.3.1"),
  BARE_CR(
      Stance.DENY,
      Stance.CLOSE,
      "a CR inside a line that no LF or NUL follows",
      "RFC 2640 section 3.1"),
  NUL_IN_LINE(Stance.DENY, Stance.CLOSE, "a NUL inside a line that no CR precedes", "RFC 854"),
  LINE_TOO_LONG(
      Stance.CLOSE, Stance.CLOSE, "a line above limits.line-bytes", "RFC 959 section 5.3.1"),
  MALFORMED_COMMAND(
      Stance.DENY, Stance.CLOSE, "a line that does not begin with a verb", "RFC 959 section 5.3"),
  UNKNOWN_VERB(
      Stance.ALLOW, Stance.DENY, "a verb that the gateway does not know", "RFC 959 section 4.2"),
  FOREIGN_PROTOCOL(
      Stance.CLOSE, Stance.CLOSE, "HTTP, TLS or SSH on the FTP port", "RFC 959 section 5.3"),
  EARLY_COMMAND(
      Stance.CLOSE,
      Stance.CLOSE,
      "bytes from the client before the greeting",
      "RFC 959 section 5.4"),
  TELNET_OPTION_FLOOD(
      Stance.CLOSE, Stance.CLOSE, "more Telnet options than limits.telnet-options", "RFC 854"),
  FOREIGN_ADDRESS(
      Stance.DENY,
      Stance.CLOSE,
      "PORT or EPRT that names another host than the client",
      "RFC 2577 section 3"),
  LOW_PORT(
      Stance.DENY, Stance.CLOSE, "PORT or EPRT that names a port below 1024", "RFC 2577 section 3"),
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
      "a 227 or 229 that can't be read",
      "RFC 959 section 4.1.2, RFC 2428 section 3"),
  UNSOLICITED_REPLY(
      Stance.CLOSE, Stance.CLOSE, "a reply that no command asked for", "RFC 959 section 5.4"),
  MALFORMED_REPLY(
      Stance.CLOSE, Stance.CLOSE, "a line of the server that is no reply", "RFC 959 section 4.2"),
  REPLY_TOO_LONG(
      Stance.CLOSE, Stance.CLOSE, "a reply above limits.reply-bytes", "RFC 959 section 4.2"),
  PIPELINE_TOO_DEEP(
      Stance.CLOSE,
      Stance.CLOSE,
      "more commands at once than limits.pending-commands",
      "RFC 959 section 5.4");

  private final Stance lenient;
  private final Stance strict;
  private final String description;
  private final String reference;

  Deviation(Stance lenient, Stance strict, String description, String reference) {
    this.lenient = lenient;
    this.strict = strict;
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
