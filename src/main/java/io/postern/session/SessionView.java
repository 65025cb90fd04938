package io.postern.session;

import io.postern.event.SessionRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a session stands at one moment, for who watches it. Immutable.
 *
 * @param ref who it is
 * @param protocol {@code ftp}, {@code tcp}, {@code ssh} or {@code http}
 * @param since when the client connected
 * @param state how far it is
 * @param clientTls whether the client's control channel is under TLS
 * @param serverTls whether the server's is
 * @param command the oldest command that waits for its final reply, in capitals; empty if none does
 * @param argument its argument, raw, secrets masked
 * @param waiting since when it waits; zero if none does
 * @param commands how many commands there have been
 * @param data its pinholes and data connections; of a session that is no FTP, the stream
 */
public record SessionView(
    SessionRef ref,
    String protocol,
    Instant since,
    State state,
    boolean clientTls,
    boolean serverTls,
    String command,
    String argument,
    Duration waiting,
    long commands,
    List<DataView> data) {

  /** How far a session is. */
  public enum State {
    /** The server is not connected yet. */
    CONNECTING,
    /** The client has not logged in. */
    LOGIN,
    /** The client may work. */
    OPEN,
    /** What passes can't be read. */
    BLIND,
    /** The end has begun. */
    CLOSING
  }

  /** Copies the list. */
  public SessionView {
    data = List.copyOf(data);
  }

  /** The same with other data connections. */
  public SessionView withData(List<DataView> other) {
    return new SessionView(
        ref, protocol, since, state, clientTls, serverTls, command, argument, waiting, commands,
        other);
  }

  /** Whether bytes of a file or of a stream may flow. */
  public boolean carries() {
    return data.stream().anyMatch(each -> each.state() == DataView.State.CONNECTED);
  }
}
