package io.postern.event;

import java.time.Duration;

/**
 * What one data connection carried.
 *
 * @param end how it ended
 * @param bytesToServer bytes that the client sent and the server's side took
 * @param bytesToClient bytes that the server sent and the client's side took
 * @param setUp from the peer's connection to both sides being connected
 * @param duration from the peer's connection to the end
 * @param detail why, for the audit log; empty if there is nothing to say
 */
public record DataStats(
    DataEnd end,
    long bytesToServer,
    long bytesToClient,
    Duration setUp,
    Duration duration,
    String detail) {}
