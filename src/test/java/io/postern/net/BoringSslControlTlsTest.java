package io.postern.net;

import io.postern.testing.RealTls;
import io.postern.tls.TlsEngine;
import java.time.Duration;

/** The same with BoringSSL. */
class BoringSslControlTlsTest extends ControlTlsTest {

  @Override
  TlsSource tls(Duration handshake) {
    return RealTls.of(TlsEngine.BORINGSSL, handshake);
  }

  /** BoringSSL answers a close_notify with its own, as TLS 1.2 demands. */
  @Override
  boolean repliesAfterCloseNotify() {
    return false;
  }
}
