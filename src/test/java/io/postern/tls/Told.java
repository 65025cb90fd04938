package io.postern.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an observer was told; told twice is a fault of the test's subject. */
final class Told implements TlsObserver {

  private @Nullable TlsHandshake handshake;
  private @Nullable TlsFailure failure;

  @Override
  public void established(TlsHandshake handshake) {
    assertToldNothing();
    this.handshake = handshake;
  }

  @Override
  public void failed(TlsFailure failure) {
    assertToldNothing();
    this.failure = failure;
  }

  TlsHandshake handshake() {
    assertThat(failure).isNull();
    assertThat(handshake).isNotNull();
    return Objects.requireNonNull(handshake);
  }

  TlsFailure failure() {
    assertThat(handshake).isNull();
    assertThat(failure).isNotNull();
    return Objects.requireNonNull(failure);
  }

  void assertToldNothing() {
    assertThat(handshake).isNull();
    assertThat(failure).isNull();
  }
}
