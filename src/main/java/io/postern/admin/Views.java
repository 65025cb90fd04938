package io.postern.admin;

import io.postern.event.EventSink;
import io.postern.quota.Bans;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the admin port shows, and may change. All is asked on the admin thread; what it throws is
 * answered with 500 and logged.
 *
 * @param scrape gives the metrics in the content type that it is given (one of {@link Metrics}'s)
 * @param notReady empty while the listeners accept, otherwise why they don't, on one line
 * @param reload reads the rules again; empty if there are none. Nothing else is answered meanwhile
 * @param bans who is banned
 * @param pools the servers of pools
 * @param sessions who is there
 * @param sink is told of what an operator does
 * @param version Postern's
 */
public record Views(
    UnaryOperator<String> scrape,
    Supplier<Optional<String>> notReady,
    Supplier<Optional<Reload>> reload,
    Bans bans,
    ServerPools pools,
    LiveSessions sessions,
    EventSink sink,
    String version) {}
