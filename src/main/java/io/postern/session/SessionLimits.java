package io.postern.session;

import io.postern.ftp.ArgumentLimits;

/**
 * How much a control session takes of its client; each is a key of {@code limits}.
 *
 * @param pendingCommands how many commands may wait for their replies
 * @param badCommands how many malformed lines are answered before the session is closed
 * @param dataConnections how many data connections may run at once ({@code
 *     data-connections-per-session})
 * @param arguments how long arguments may be ({@code user-bytes} and the like)
 */
public record SessionLimits(
    int pendingCommands, int badCommands, int dataConnections, ArgumentLimits arguments) {

  /** The defaults. */
  public static final SessionLimits DEFAULT = new SessionLimits(100, 10, 8, ArgumentLimits.DEFAULT);
}
