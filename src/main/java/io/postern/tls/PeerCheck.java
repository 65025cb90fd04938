package io.postern.tls;

import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.CertificateVerifier;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges the peer's certificate in a full handshake, in order: pin, chain and dates, name. Says the
 * reason, which engines do not. It checks the name by itself: the JDK's check takes the common name
 * too, and tells no reason.
 */
final class PeerCheck extends X509ExtendedTrustManager {

  private static final X509Certificate[] NONE = {};

  private final @Nullable Trust trust;
  private final @Nullable String name;

  private PeerCheck(@Nullable Trust trust, @Nullable String name) {
    this.trust = trust;
    this.name = name;
  }

  /** Of a server that must have this name. */
  static PeerCheck ofServer(Trust trust, String name) {
    return new PeerCheck(trust, name);
  }

  /** Of clients; without a trust no certificate is taken: none was asked for. */
  static PeerCheck ofClient(@Nullable Trust trust) {
    return new PeerCheck(trust, null);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    HandshakeMark.full(engine);
    try {
      checkServer(chain, authType);
    } catch (RefusedCertificate e) {
      throw withAlert(e, engine);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      checkClient(chain, authType);
    } catch (RefusedCertificate e) {
      throw withAlert(e, engine);
    }
  }

  /** Tells clients of whom their certificate must be. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    X509TrustManager authorities = trust == null || name != null ? null : trust.authorities();
    return authorities == null ? NONE : authorities.getAcceptedIssuers();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {
    throw noEngine();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {
    throw noEngine();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw noEngine();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
    throw noEngine();
  }

  private void checkServer(X509Certificate[] chain, String authType) throws RefusedCertificate {
    Trust servers = required();
    if (!servers.acceptsKeyOf(chain[0])) {
      throw new RefusedCertificate(TlsFailure.of(TlsFault.WRONG_PIN));
    }
    X509TrustManager authorities = servers.authorities();
    if (authorities != null) {
      check(() -> authorities.checkServerTrusted(chain, authType));
      checkDates(chain[0]);
      checkName(chain[0]);
    }
  }

  private void checkClient(X509Certificate[] chain, String authType) throws RefusedCertificate {
    X509TrustManager authorities = required().authorities();
    if (authorities == null) {
      throw new RefusedCertificate(TlsFailure.of(TlsFault.UNTRUSTED));
    }
    check(() -> authorities.checkClientTrusted(chain, authType));
    checkDates(chain[0]);
  }

  private Trust required() throws RefusedCertificate {
    if (trust == null) {
      throw new RefusedCertificate(TlsFailure.of(TlsFault.UNTRUSTED));
    }
    return trust;
  }

  /** The JDK looks at no dates where the certificate itself is among the authorities. */
  private static void checkDates(X509Certificate certificate) throws RefusedCertificate {
    check(certificate::checkValidity);
  }

  private void checkName(X509Certificate certificate) throws RefusedCertificate {
    if (name != null && !CertificateNames.of(certificate).match(name)) {
      throw new RefusedCertificate(
          new TlsFailure(TlsFault.WRONG_NAME, "the certificate is not for " + name));
    }
  }

  private static void check(Judgement judgement) throws RefusedCertificate {
    try {
      judgement.pass();
    } catch (CertificateException e) {
      TlsFault fault = isOutOfDate(e) ? TlsFault.OUT_OF_DATE : TlsFault.UNTRUSTED;
      throw new RefusedCertificate(TlsFailure.of(fault), e);
    }
  }

  private static boolean isOutOfDate(Throwable refusal) {
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException) {
        return true;
      }
    }
    return false;
  }

  /** Netty tells the peer an internal error, where BoringSSL is not given a number. */
  private static CertificateException withAlert(RefusedCertificate refused, SSLEngine engine) {
    if (!(engine instanceof ReferenceCountedOpenSslEngine)) {
      return refused;
    }
    int number =
        refused.failure().fault() == TlsFault.OUT_OF_DATE
            ? CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED
            : CertificateVerifier.X509_V_ERR_CERT_REJECTED;
    return new OpenSslCertificateException(refused, number);
  }

  private static UnsupportedOperationException noEngine() {
    return new UnsupportedOperationException("only engines do handshakes here");
  }

  /** What may refuse a certificate. */
  private interface Judgement {
    void pass() throws CertificateException;
  }
}
