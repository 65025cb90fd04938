package io.postern.real;

import io.postern.ftp.Protection;
import io.postern.tls.TlsVersion;
import java.nio.file.Path;

/**
 * What a client does about TLS. It always checks the certificate and the address in it.
 *
 * @param implicit whether TLS begins with the first byte; else the client sends AUTH TLS
 * @param data what it asks for with PROT
 * @param version the only one that it speaks
 * @param ca the authority that it believes
 */
record ClientTls(boolean implicit, Protection data, TlsVersion version, Path ca) {

  /** Whether its data connections are under TLS. */
  boolean protectsData() {
    return data == Protection.PRIVATE;
  }
}
