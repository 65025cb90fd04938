package io.postern.net;

import io.postern.upstream.Pool;

/**
 * A pool at work.
 *
 * @param settings how its servers are spoken to
 * @param pool how they stand
 */
record Upstream(UpstreamSettings settings, Pool pool) {

  String name() {
    return pool.settings().name();
  }
}
