package io.postern.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A certificate that nobody signs but its own key: for the demo and for tests, never for users. */
public final class SelfSigned {

  private SelfSigned() {}

  /**
   * A new EC key (P-256) and certificate, in memory only.
   *
   * @param names at least one: DNS names and IP addresses; the first is also the common name
   * @param from when it becomes valid; make it a day ago, for clients whose clock is slow
   * @param life how long it is valid
   */
  public static ServerKeys create(List<String> names, Instant from, Duration life) {
    KeyPair pair = newKeyPair();
    CertificateWriter writer =
        new CertificateWriter(names.get(0), names.get(0), names, from, from.plus(life), false);
    try {
      X509Certificate certificate = writer.write(pair.getPublic(), pair.getPrivate());
      return new ServerKeys(List.of(new ServerKey(List.of(certificate), pair.getPrivate())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a new key can't sign", e);
    }
  }

  /** A new EC key of P-256. */
  static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has EC keys of P-256", e);
    }
  }
}
