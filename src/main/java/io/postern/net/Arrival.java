package io.postern.net;

import io.postern.ftp.Endpoint;

/**
 * Who has come, and where.
 *
 * @param client the client's end: the socket's, or what a PROXY header says
 * @param reached where the client connected to: the socket's, or what a PROXY header says
 * @param local the gateway's own end of the socket: only there it can listen
 */
record Arrival(Endpoint client, Endpoint reached, Endpoint local) {

  /** One that nobody stands in front of. */
  static Arrival direct(Endpoint client, Endpoint local) {
    return new Arrival(client, local, local);
  }

  /** The same connection for whom a header names. */
  Arrival behind(Endpoint realClient, Endpoint realReached) {
    return new Arrival(realClient, realReached, local);
  }
}
