package io.postern.relay;

/** Hears of a relay, on its event loop. */
@FunctionalInterface
public interface RelayObserver {

  /**
   * A receiver's socket took bytes; called for every write, so it must be quick.
   *
   * @param rightward whether they went from left to right
   */
  default void moved(boolean rightward, long bytes) {}

  /** Both channels are closed; called once, last. */
  void ended(RelayEnd end);
}
