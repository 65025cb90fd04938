package io.postern.admin;

import java.util.Optional;

/**
 * Who is answered.
 *
 * @param reach who can reach the port at all
 * @param token what a request must know; empty if nothing
 */
record Guard(Reach reach, Optional<Token> token) {

  /** Who can reach a port. */
  enum Reach {
    /** Whoever is on this host. */
    LOOPBACK,
    /** Whoever may open the Unix socket. */
    SOCKET,
    /** Whoever the network lets. */
    NETWORK
  }
}
