package io.postern.tls;

import java.nio.file.Path;

/** Who is believed, ready for use: read once, unchanging, for all threads. */
public final class Trust {

  private Trust() {}

  /**
   * Trust in servers.
   *
   * @throws TlsFilesException with all mistakes of the file; a pin that is not well-formed is one
   *     too
   */
  public static Trust inServers(TrustSettings settings) throws TlsFilesException {
    throw new UnsupportedOperationException();
  }

  /**
   * Trust in clients: certificates that one of these has signed.
   *
   * @param ca PEM
   * @throws TlsFilesException with all mistakes
   */
  public static Trust inClients(Path ca) throws TlsFilesException {
    throw new UnsupportedOperationException();
  }
}
