package io.postern.net;

import io.postern.testing.RealTls;
import io.postern.tls.TlsEngine;
import java.time.Duration;

/** The same with BoringSSL. */
class BoringSslTlsResidueTest extends TlsResidueTest {

  @Override
  TlsSource tls(Duration handshake) {
    return RealTls.of(TlsEngine.BORINGSSL, handshake);
  }
}
