package io.postern.ftp;

import java.util.Optional;

/** The reply to PASV (RFC 959 section 4.1.2, RFC 1123 section 4.1.2.6). */
public final class PassiveReply {

  private PassiveReply() {}

  /**
   * Reads the address of a single-line 227: six numbers as in {@link PortForm}, with or without
   * parentheses, also behind {@code =}, with text before and behind.
   *
   * @return empty if there is none, more than one, the reply has several lines, or the port is 0
   */
  public static Optional<Endpoint> parse(Reply reply) {
    throw new UnsupportedOperationException(reply.toString());
  }

  /**
   * The standard form: {@code 227 Entering Passive Mode (h1,h2,h3,h4,p1,p2).}
   *
   * @throws IllegalArgumentException if the address is of IPv6
   */
  public static Reply format(Endpoint endpoint) {
    throw new UnsupportedOperationException(endpoint.toString());
  }
}
