package io.postern.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The suites that are offered and taken, best first. */
final class CipherSuites {

  /** RFC 8446 appendix B.4. BoringSSL always has all three, in an order of its own. */
  private static final List<String> TLS_1_3 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /** Forward secrecy and authenticated encryption. */
  private static final List<String> TLS_1_2 =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** No encryption, no identity, or none that holds. */
  private static final Pattern BROKEN = Pattern.compile(".*(_anon_|NULL|EXPORT|RC4|DES_|DES40).*");

  /** What forward secrecy and authenticated encryption look like in a name. */
  private static final Pattern SAFE =
      Pattern.compile("TLS_(ECDHE|DHE)_.*_(GCM|CCM|POLY1305)(_.*)?");

  private CipherSuites() {}

  /** As configured; those of a version of which none is named are the safe ones. */
  static List<String> of(List<String> configured, Set<TlsVersion> versions) {
    List<String> suites = new ArrayList<>();
    if (versions.contains(TlsVersion.TLS_1_3)) {
      suites.addAll(chosen(configured, TLS_1_3::contains, TLS_1_3));
    }
    if (versions.contains(TlsVersion.TLS_1_2)) {
      suites.addAll(chosen(configured, suite -> !TLS_1_3.contains(suite), TLS_1_2));
    }
    return suites;
  }

  private static List<String> chosen(
      List<String> configured, Predicate<String> ofVersion, List<String> safe) {
    List<String> chosen = configured.stream().filter(ofVersion).toList();
    return chosen.isEmpty() ? safe : chosen;
  }

  /** What is odd about those that are configured, but no mistake. */
  static List<String> warnings(List<String> configured, Set<TlsVersion> versions) {
    return configured.stream().flatMap(suite -> warning(suite, versions).stream()).toList();
  }

  private static Optional<String> warning(String suite, Set<TlsVersion> versions) {
    boolean newest = TLS_1_3.contains(suite);
    if (!versions.contains(newest ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2)) {
      return Optional.of(suite + " is of a version that is off");
    }
    return newest || SAFE.matcher(suite).matches()
        ? Optional.empty()
        : Optional.of(suite + " has no forward secrecy or no authenticated encryption");
  }

  /**
   * Looks at each before a context is made of them.
   *
   * @throws IllegalArgumentException if the engine does not know one, or it is broken
   */
  static void check(List<String> wanted, Set<String> supported) {
    for (String suite : wanted) {
      if (BROKEN.matcher(suite).matches()) {
        throw new IllegalArgumentException("the cipher suite " + suite + " protects nothing");
      }
      if (!supported.contains(suite)) {
        throw new IllegalArgumentException("the engine has no cipher suite " + suite);
      }
    }
  }
}
