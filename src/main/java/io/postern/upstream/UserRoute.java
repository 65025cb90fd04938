package io.postern.upstream;

import io.postern.policy.NamePattern;

/**
 * Where users have their files.
 *
 * @param user a name, a glob or a regular expression; case counts
 * @param server one of the pool's
 */
public record UserRoute(NamePattern user, Server server) {}
