package io.postern.pinhole.relay;

import io.postern.tls.TlsFailure;
import io.postern.tls.TlsHandshake;
import io.postern.tls.TlsObserver;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The handshake of one side of a data connection. On the event loop. */
final class DataHandshake implements TlsObserver {

  private final Predicate<TlsHandshake> admits;
  private final Runnable admitted;
  private final Runnable refused;
  private boolean ready;
  private boolean denied;
  private @Nullable TlsFailure failure;

  /**
   * One that has not begun.
   *
   * @param admits whether a peer that has agreed on this may go on
   */
  DataHandshake(Predicate<TlsHandshake> admits, Runnable admitted, Runnable refused) {
    this.admits = admits;
    this.admitted = admitted;
    this.refused = refused;
  }

  @Override
  public void established(TlsHandshake handshake) {
    if (admits.test(handshake)) {
      ready = true;
      admitted.run();
    } else {
      denied = true;
      refused.run();
    }
  }

  /** The channel is closed by its handler: the relay ends. */
  @Override
  public void failed(TlsFailure cause) {
    failure = cause;
  }

  /** Whether it has succeeded, and the peer may go on. */
  boolean isReady() {
    return ready;
  }

  /** Whether it has succeeded, and the peer may not go on. */
  boolean isDenied() {
    return denied;
  }

  /** Why it has failed; null if the peer just left, or it has not failed. */
  @Nullable TlsFailure failure() {
    return failure;
  }
}
