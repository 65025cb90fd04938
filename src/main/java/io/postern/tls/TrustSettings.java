package io.postern.tls;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which servers are believed.
 *
 * @param verify whether the certificate must lead to a trusted one, be in date, and have the
 *     server's name
 * @param ca PEM, the trusted certificates; null for the JDK's own list
 * @param name the name that the certificate must have, also sent as SNI; null for the server's
 *     configured host
 * @param pins {@code sha256/BASE64} of the SubjectPublicKeyInfo of the server's own certificate
 *     (RFC 7469 section 2.4, but never that of an authority); if there are any, one must match,
 *     also where verify is off
 */
public record TrustSettings(
    boolean verify, @Nullable Path ca, @Nullable String name, List<String> pins) {

  /** The JDK's authorities, and the server's configured host. */
  public static final TrustSettings DEFAULT = new TrustSettings(true, null, null, List.of());

  /** Copies the list. */
  public TrustSettings {
    pins = List.copyOf(pins);
  }
}
