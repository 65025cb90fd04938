package io.postern.tls;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What all listeners have in common.
 *
 * @param versions at least one
 * @param ciphers suites by their IANA names, best first; for a version of which none is named,
 *     those with forward secrecy and authenticated encryption. BoringSSL leaves no choice with TLS
 *     1.3
 * @param engine who does the cryptography
 * @param clientHelloBytes the longest ClientHello, 1024 to 65536
 * @param handshakeTimeout from the first moment at which a handshake can begin to its end; positive
 * @param cachedSessions TLS sessions kept for resumption, for each side of each control channel; 1
 *     to 1024
 */
public record TlsSettings(
    Set<TlsVersion> versions,
    List<String> ciphers,
    TlsEngine engine,
    int clientHelloBytes,
    Duration handshakeTimeout,
    int cachedSessions) {

  /** TLS 1.2 and 1.3, a ClientHello of 16 KiB, 10 s, 8 sessions. */
  public static final TlsSettings DEFAULT =
      new TlsSettings(
          EnumSet.allOf(TlsVersion.class),
          List.of(),
          TlsEngine.AUTO,
          16 * 1024,
          Duration.ofSeconds(10),
          8);

  /** Checks the ranges. */
  public TlsSettings {
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("no TLS version is allowed");
    }
    requireRange("client-hello-bytes", clientHelloBytes, 1024, 65_536);
    requireRange("tls-sessions", cachedSessions, 1, 1024);
    if (handshakeTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("the handshake timeout is 1 ms or more");
    }
    versions = Set.copyOf(versions);
    ciphers = List.copyOf(ciphers);
  }

  /**
   * What is odd about the settings, but no mistake: cipher suites that protect less than they
   * could, or that are never used. A sentence each.
   */
  public List<String> warnings() {
    return CipherSuites.warnings(ciphers, versions);
  }

  private static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " is " + least + " to " + most + ", not " + value);
    }
  }
}
