package io.postern.upstream;

/** What a search for a server found. */
public sealed interface Attempt {

  /** A server with a place. */
  record Found(Lease lease) implements Attempt {}

  /** None; the client is answered 421. */
  record None(NoServer reason) implements Attempt {}
}
