package io.postern.tls;

/** Who does the cryptography. */
public enum TlsEngine {
  /** BoringSSL where its native library loads, else the JDK. */
  AUTO,
  /** netty-tcnative; an error at start where its native library does not load. */
  BORINGSSL,
  /** The JDK's own. */
  JDK
}
