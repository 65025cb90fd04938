package io.postern.session;

import io.postern.ftp.Endpoint;
import java.time.Duration;
import java.util.List;

/**
 * How a pinhole, and the data connection behind it, stands at one moment. Immutable.
 *
 * @param id the pinhole's number; 0 for the stream of a session that is no FTP
 * @param mode {@code active} or {@code passive}; empty if nobody knows
 * @param state how far it is
 * @param listening where the gateway listens for it; empty if nowhere, and once it was taken
 * @param verb the transfer that uses it; empty if there is none yet
 * @param path what that transfer names, raw
 * @param direction {@code upload}, {@code download} or {@code listing}; empty without a transfer
 * @param toServer bytes that the server's side took
 * @param toClient bytes that the client's side took
 * @param lasted since the peer connected; zero before
 */
public record DataView(
    long id,
    String mode,
    State state,
    List<Endpoint> listening,
    String verb,
    String path,
    String direction,
    long toServer,
    long toClient,
    Duration lasted) {

  /** How far it is. */
  public enum State {
    OPENING,
    LISTENING,
    /** The peer has come; the other side, or TLS, is waited for. */
    ACCEPTED,
    CONNECTED
  }

  /** Copies the list. */
  public DataView {
    listening = List.copyOf(listening);
  }

  /** One of which no bytes are known. */
  public DataView(long id, String mode, State state, String verb, String path, String direction) {
    this(id, mode, state, List.of(), verb, path, direction, 0, 0, Duration.ZERO);
  }

  /** The same with what the network knows of it. */
  public DataView carrying(List<Endpoint> at, long bytesToServer, long bytesToClient, Duration by) {
    return new DataView(
        id, mode, state, at, verb, path, direction, bytesToServer, bytesToClient, by);
  }

  /** Bytes each second, since the peer connected. */
  public long bytesPerSecond() {
    long millis = lasted.toMillis();
    return millis == 0 ? 0 : (long) ((toServer + toClient) * 1000.0 / millis);
  }
}
