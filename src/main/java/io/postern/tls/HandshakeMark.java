package io.postern.tls;

import java.util.List;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;

/**
 * Remembers whether one engine's handshake was a full one. The JDK does not say, and its session's
 * id and time leave doubts with TLS 1.3; but it asks for a key, or judges a certificate, in full
 * handshakes only. The engine that it names then is not the one that Netty has, so the mark travels
 * with the engine's parameters.
 */
final class HandshakeMark extends SNIMatcher {

  private final long madeAt = System.currentTimeMillis();
  private volatile boolean full;

  private HandshakeMark() {
    super(StandardConstants.SNI_HOST_NAME);
  }

  /** Puts a mark on an engine whose handshake has not begun. */
  static HandshakeMark putOn(SSLEngine engine) {
    HandshakeMark mark = new HandshakeMark();
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setSNIMatchers(List.of(mark));
    engine.setSSLParameters(parameters);
    return mark;
  }

  /** Sets the mark of an engine, if it has one. */
  static void full(SSLEngine engine) {
    var matchers = engine.getSSLParameters().getSNIMatchers();
    if (matchers != null) {
      matchers.stream()
          .filter(HandshakeMark.class::isInstance)
          .map(HandshakeMark.class::cast)
          .forEach(mark -> mark.full = true);
    }
  }

  /**
   * Whether the handshake that has made this session was a full one. Newer JDKs ask for a key
   * before they find out that a ticket is good; but then the session is older than the engine, for
   * it keeps the time of the first.
   */
  boolean isFull(SSLSession session) {
    return full && session.getCreationTime() >= madeAt;
  }

  /** Any name: the choice of the certificate was made before. */
  @Override
  public boolean matches(SNIServerName name) {
    return true;
  }
}
