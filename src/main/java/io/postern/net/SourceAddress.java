package io.postern.net;

/** From where the gateway connects to the server of a transparent session. */
public enum SourceAddress {
  /** From the client's own address: the server sees no gateway. */
  SPOOF,
  /** From the gateway's address. */
  MASQUERADE
}
