package io.postern.event;

import io.postern.ftp.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Which session an event belongs to, as it stood when the event was made.
 *
 * @param id unique in the process; letters and digits
 * @param listener the listener's name
 * @param client the client's end of the control channel
 * @param server the server's end of the control channel; null until it is connected
 * @param user the user name that the client gave, raw; null until it gave one
 * @param generation the policy's generation
 */
public record SessionRef(
    String id,
    String listener,
    Endpoint client,
    @Nullable Endpoint server,
    @Nullable String user,
    long generation) {}
