package io.postern.net;

/** Who says which server a client of a listener gets. */
public enum ListenerMode {
  /** The listener: it stands in front of its server. */
  REVERSE,
  /** The client, in its login. */
  FORWARD,
  /**
   * The client, unknowingly: it connects to the server, and the machine that routes its packets
   * hands the connection to the gateway (TPROXY).
   */
  TRANSPARENT
}
