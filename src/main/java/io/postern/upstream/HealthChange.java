package io.postern.upstream;

/**
 * A server's health has changed.
 *
 * @param server whose
 * @param from the state before
 * @param to another one
 */
public record HealthChange(Server server, Health.State from, Health.State to) {}
