package io.postern.relay;

/** Hears the end of a relay, on its event loop, once. */
@FunctionalInterface
public interface RelayObserver {

  /** Both channels are closed. */
  void ended(RelayEnd end);
}
