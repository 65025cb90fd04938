package io.postern.real;

import io.postern.ftp.DataMode;

/** The four set-up commands of a data connection. */
enum Form {
  PORT(DataMode.ACTIVE, false),
  EPRT(DataMode.ACTIVE, true),
  PASV(DataMode.PASSIVE, false),
  EPSV(DataMode.PASSIVE, true);

  private final DataMode mode;
  private final boolean extended;

  Form(DataMode mode, boolean extended) {
    this.mode = mode;
    this.extended = extended;
  }

  /** Which side opens the data connection. */
  DataMode mode() {
    return mode;
  }

  boolean isActive() {
    return mode == DataMode.ACTIVE;
  }

  /** Whether it serves both address families (RFC 2428); the others know IPv4 only. */
  boolean isExtended() {
    return extended;
  }
}
