package io.postern.real;

/** What the gateway does about TLS: one listener of each for every server that can do with it. */
enum FtpsStance {
  /** TLS to the client, none to the server. */
  TERMINATE("terminate"),
  /** The same, with TLS from the client's first byte. */
  TERMINATE_IMPLICIT("terminate implicit"),
  /** TLS to the server, none to the client. */
  ORIGINATE("originate"),
  /** TLS to both; the server's way, explicit or implicit, is its own. */
  BRIDGE("bridge"),
  /** The same, with TLS from the client's first byte. */
  BRIDGE_IMPLICIT("bridge implicit"),
  /** TLS to both, and the client's data connections must resume its control connection's TLS. */
  BRIDGE_RESUMED("bridge resumed-data"),
  /** TLS to the server because the client asks for it. */
  MATCH("match"),
  /** The client's TLS is the server's own. */
  OPAQUE("opaque");

  private final String title;

  FtpsStance(String title) {
    this.title = title;
  }

  /** Whether the client speaks TLS. */
  boolean hasClientTls() {
    return this != ORIGINATE;
  }

  /** Whether the client's TLS begins with the first byte. */
  boolean isImplicit() {
    return this == TERMINATE_IMPLICIT || this == BRIDGE_IMPLICIT;
  }

  /** Whether the client sees the gateway's certificate, not the server's. */
  boolean hasOwnCertificate() {
    return hasClientTls() && this != OPAQUE;
  }

  /** Whether the gateway speaks TLS to the server. */
  boolean hasServerTls() {
    return switch (this) {
      case ORIGINATE, BRIDGE, BRIDGE_IMPLICIT, BRIDGE_RESUMED, MATCH -> true;
      case TERMINATE, TERMINATE_IMPLICIT, OPAQUE -> false;
    };
  }

  /** Whether a listener of this kind can stand before the server. */
  boolean fits(FtpsServer server) {
    return switch (this) {
      case TERMINATE, TERMINATE_IMPLICIT -> server.servesInTheClear();
      case ORIGINATE, BRIDGE, BRIDGE_IMPLICIT, BRIDGE_RESUMED -> true;
      // Both begin with AUTH, which implicit TLS has no place for.
      case MATCH, OPAQUE -> !server.isImplicit();
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
