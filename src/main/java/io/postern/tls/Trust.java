package io.postern.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who is believed, ready for use: read once, unchanging, for all threads. Revocation is not
 * checked: OCSP and lists would need connections of the gateway's own to wherever a certificate
 * says.
 */
public final class Trust {

  private static final Path PINS = Path.of("pins");

  private final @Nullable X509TrustManager authorities;
  private final @Nullable String name;
  private final Set<Pin> pins;

  private Trust(@Nullable X509TrustManager authorities, @Nullable String name, Set<Pin> pins) {
    this.authorities = authorities;
    this.name = name;
    this.pins = pins;
  }

  /**
   * Trust in servers.
   *
   * @throws TlsFilesException with all mistakes of the file; a pin that is not well-formed is one
   *     too
   */
  public static Trust inServers(TrustSettings settings) throws TlsFilesException {
    List<TlsMistake> mistakes = new ArrayList<>();
    Set<Pin> pins = pins(settings.pins(), mistakes);
    X509TrustManager authorities = settings.verify() ? authorities(settings.ca(), mistakes) : null;
    if (!mistakes.isEmpty()) {
      throw new TlsFilesException(mistakes);
    }
    return new Trust(authorities, settings.name(), pins);
  }

  /**
   * Trust in clients: certificates that one of these has signed.
   *
   * @param ca PEM
   * @throws TlsFilesException with all mistakes
   */
  public static Trust inClients(Path ca) throws TlsFilesException {
    return inServers(new TrustSettings(true, ca, null, List.of()));
  }

  /** Whose certificates are followed to; null if none is checked. */
  @Nullable X509TrustManager authorities() {
    return authorities;
  }

  /** The name to check and to send; the settings' own or else the server's host. */
  String nameOf(String host) {
    return name == null ? host : name;
  }

  /** Whether the key is pinned, or none is. */
  boolean acceptsKeyOf(X509Certificate certificate) {
    return pins.isEmpty() || pins.contains(Pin.of(certificate));
  }

  private static Set<Pin> pins(List<String> texts, List<TlsMistake> mistakes) {
    List<Pin> pins = new ArrayList<>();
    for (String text : texts) {
      try {
        pins.add(Pin.parse(text));
      } catch (IllegalArgumentException e) {
        mistakes.add(new TlsMistake(PINS, String.valueOf(e.getMessage())));
      }
    }
    return pins.stream().collect(Collectors.toUnmodifiableSet());
  }

  private static @Nullable X509TrustManager authorities(
      @Nullable Path ca, List<TlsMistake> mistakes) {
    try {
      return ca == null ? ofJdk() : of(CertificateFile.certificates(CertificateFile.read(ca)));
    } catch (IllegalArgumentException e) {
      mistakes.add(new TlsMistake(ca == null ? PINS : ca, String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static X509TrustManager ofJdk() {
    return trustManager(null);
  }

  private static X509TrustManager of(List<X509Certificate> certificates) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("ca" + i, certificates.get(i));
      }
      return trustManager(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificates can't be stored in memory", e);
    }
  }

  private static X509TrustManager trustManager(@Nullable KeyStore store) {
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no PKIX", e);
    }
  }
}
