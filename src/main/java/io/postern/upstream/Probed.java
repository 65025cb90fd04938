package io.postern.upstream;

import java.time.Duration;
import java.util.Optional;

/**
 * What the result of a probe led to.
 *
 * @param untilNext how long to wait for the next one
 * @param change empty if the server's state is as before
 */
public record Probed(Duration untilNext, Optional<HealthChange> change) {}
