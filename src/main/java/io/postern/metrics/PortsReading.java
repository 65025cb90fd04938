package io.postern.metrics;

import java.util.function.IntSupplier;

/**
 * What is read of a listener's data ports when a scraper asks. The supplier is thread-safe and
 * quick.
 *
 * @param listener its name
 * @param size how many ports its range has
 * @param inUse how many of them are taken at the address where most are, by this listener or by
 *     another one with the same ports: at {@code size} nobody gets one there
 */
public record PortsReading(String listener, int size, IntSupplier inUse) {}
