package io.postern.session;

import io.postern.ftp.Endpoint;
import io.postern.policy.Policy;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One control session without input or output: what comes in, in order, is answered with what is to
 * be done, in order. It never calls back, knows no clock, and belongs to one thread.
 */
public final class ControlSession {

  /**
   * A session whose client has just connected.
   *
   * @param id unique in the process; letters and digits
   * @param listener the listener's name
   * @param client the client's end
   * @param local the gateway's end: the address that the client reached
   * @param policy the snapshot that is current; asked once for each input
   * @param expectationIds gives the next expectation's id, unique in the process
   * @param nowNanos the time, as in every call below
   */
  public ControlSession(
      String id,
      String listener,
      Endpoint client,
      Endpoint local,
      SessionSettings settings,
      Supplier<Policy> policy,
      LongSupplier expectationIds,
      long nowNanos) {
    throw new UnsupportedOperationException(id + listener + client + local + settings + nowNanos);
  }

  /** What is to be done at once: to be called first. */
  public List<Action> begin() {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes an input.
   *
   * @param nowNanos monotonic, in nanoseconds, not before an earlier call's
   */
  public List<Action> receive(Input input, long nowNanos) {
    throw new UnsupportedOperationException(input.toString() + nowNanos);
  }

  /**
   * When a {@link Input.Tick} is due, on the scale of {@code nowNanos}; Long.MAX_VALUE if never.
   */
  public long deadline() {
    throw new UnsupportedOperationException();
  }

  /** Whether the session has ended: it does nothing any more. */
  public boolean ended() {
    throw new UnsupportedOperationException();
  }
}
