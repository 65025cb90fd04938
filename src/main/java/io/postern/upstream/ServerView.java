package io.postern.upstream;

/**
 * How a server stands at one moment.
 *
 * @param server which
 * @param state its health
 * @param draining whether it gets no new sessions because somebody said so
 * @param sessions how many it has
 * @param limit how many it may have; 0 means any number
 * @param share how much of its full share of new sessions it gets if it gets any, above 0, at most
 *     1
 */
public record ServerView(
    Server server, Health.State state, boolean draining, int sessions, int limit, double share) {}
