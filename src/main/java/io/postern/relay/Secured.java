package io.postern.relay;

/**
 * Which sides of a relay are under TLS. The channel of such a side has the handler of its handshake
 * already; when the handshake is over that is an {@link io.netty.handler.ssl.SslHandler}.
 *
 * @param left the left side
 * @param right the right side
 */
public record Secured(boolean left, boolean right) {

  /** Both in the clear. */
  public static final Secured NEITHER = new Secured(false, false);
}
