package io.postern.ftp;

/** How a data connection is protected (RFC 2228 section 3, RFC 4217 section 9). */
public enum Protection {
  /** Not at all: {@code PROT C}. */
  CLEAR,
  /** By TLS: {@code PROT P}. */
  PRIVATE
}
