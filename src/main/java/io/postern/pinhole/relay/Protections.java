package io.postern.pinhole.relay;

import io.postern.ftp.Protection;

/** How both sides of a data connection are protected. */
record Protections(Protection client, Protection server) {

  /** Both in the clear. */
  static final Protections NONE = new Protections(Protection.CLEAR, Protection.CLEAR);
}
