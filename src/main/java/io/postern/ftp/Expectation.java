package io.postern.ftp;

import java.net.InetAddress;

/**
 * A predicted data connection: who may connect, to which of the gateway's addresses, and where the
 * gateway then connects to (netfilter's term).
 *
 * @param id unique in the process
 * @param mode which side opens the data connection
 * @param peer the one address that may connect; any port of it
 * @param listenAddress the gateway's address to listen on: the one that the peer already talks to
 * @param target where the gateway connects to once the peer is there
 * @param source the gateway's own address and port to connect from; port 0 means any
 * @param setUp the command that made the prediction
 */
public record Expectation(
    long id,
    DataMode mode,
    InetAddress peer,
    InetAddress listenAddress,
    Endpoint target,
    Endpoint source,
    Verb setUp) {}
