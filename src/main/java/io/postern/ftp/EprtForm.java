package io.postern.ftp;

/** EPRT's {@code |family|address|port|} (RFC 2428 section 2). */
public final class EprtForm {

  private EprtForm() {}

  /** What an argument says. */
  public sealed interface Parsed {

    /** An address of a family that FTP knows. */
    record Address(Endpoint endpoint) implements Parsed {}

    /** A family other than 1 and 2: answered with 522. */
    record UnsupportedFamily() implements Parsed {}

    /** Not the form; also: an address that is a name, of the other family, or has a zone. */
    record Malformed() implements Parsed {}
  }

  /**
   * Reads an argument. The delimiter is any of ASCII 33 to 126 but a digit, the same four times; a
   * mapped IPv4 address in family 2 is read as what it is.
   */
  public static Parsed parse(byte[] argument) {
    throw new UnsupportedOperationException("" + argument.length);
  }

  /** Writes an argument, in the family of the address. */
  public static String format(Endpoint endpoint) {
    throw new UnsupportedOperationException(endpoint.toString());
  }
}
