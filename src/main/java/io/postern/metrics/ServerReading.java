package io.postern.metrics;

import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * What is read of one server of a pool when a scraper asks. The suppliers are thread-safe and
 * quick.
 *
 * @param pool the pool's name
 * @param server as the settings name it
 * @param up whether it is up
 * @param drained whether it gets no new sessions because somebody said so
 * @param sessions how many it has
 */
public record ServerReading(
    String pool,
    String server,
    BooleanSupplier up,
    BooleanSupplier drained,
    IntSupplier sessions) {}
