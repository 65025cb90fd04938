package io.postern.ftp;

/** Which side opens a data connection (RFC 959 section 3.2). */
public enum DataMode {
  /** The server connects to the client: PORT, EPRT. */
  ACTIVE,
  /** The client connects to the server: PASV, EPSV. */
  PASSIVE
}
