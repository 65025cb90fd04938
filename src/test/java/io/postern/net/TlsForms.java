package io.postern.net;

import io.postern.tls.TlsEngine;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The engines and versions that a test of TLS is run with. */
final class TlsForms {

  private TlsForms() {}

  /** Each engine with each version. */
  static Stream<Arguments> every() {
    return Stream.of(TlsEngine.BORINGSSL, TlsEngine.JDK)
        .flatMap(
            engine ->
                Stream.of("TLSv1.2", "TLSv1.3").map(version -> Arguments.of(engine, version)));
  }
}
