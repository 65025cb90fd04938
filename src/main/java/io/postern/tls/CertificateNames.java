package io.postern.tls;

import io.postern.ftp.AddressLiteral;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of a certificate: its subjectAltName only (RFC 9525 section 2). The common name is not
 * one: what stands there, an authority need not have checked as a host's name.
 *
 * @param hosts in lower case; the leftmost label may be {@code *}
 * @param addresses IP addresses
 */
record CertificateNames(Set<String> hosts, Set<InetAddress> addresses) {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  /** Of a certificate; one whose names can't be parsed has none. */
  static CertificateNames of(X509Certificate certificate) {
    return new CertificateNames(
        texts(certificate, DNS_NAME).map(CertificateNames::folded).collect(Collectors.toSet()),
        texts(certificate, IP_ADDRESS)
            .map(AddressLiteral::parse)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet()));
  }

  /** Whether a host name or an IP address is one of these, exactly or by wildcard. */
  boolean match(String name) {
    return hasExactly(name) || matchWildcard(name);
  }

  /** Whether a host name or an IP address is one of these, not counting wildcards. */
  boolean hasExactly(String name) {
    return AddressLiteral.parse(name)
        .map(addresses::contains)
        .orElseGet(() -> hosts.contains(folded(name)));
  }

  /** A wildcard stands for one whole label, the leftmost, below a domain of two labels or more. */
  boolean matchWildcard(String name) {
    int dot = name.indexOf('.');
    return dot > 0
        && name.indexOf('.', dot + 1) > 0
        && AddressLiteral.parse(name).isEmpty()
        && hosts.contains("*" + folded(name.substring(dot)));
  }

  /** In lower case, without the root's dot. */
  private static String folded(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static Stream<String> texts(X509Certificate certificate, int kind) {
    return entries(certificate).stream()
        .filter(entry -> entry.get(0).equals(kind))
        .map(entry -> entry.get(1))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  private static Collection<List<?>> entries(X509Certificate certificate) {
    try {
      Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
      return entries == null ? List.of() : entries;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
